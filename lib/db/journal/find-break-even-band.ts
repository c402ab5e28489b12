import "server-only";
import { type Money, parseMoney, ZERO } from "@/lib/core/decimal";
import { getDb } from "@/lib/db/client";
import { preferencesSchema } from "@/lib/schemas/account";

/** The amount up to which a user's net results count as break-even: a setting of the user, else zero. */
export async function findBreakEvenBand(userId: string): Promise<Money> {
  const user = await getDb().user.findUnique({ where: { id: userId }, select: { preferences: true } });
  const read = preferencesSchema.strip().safeParse(user?.preferences);
  return read.success && read.data.breakEvenBand ? parseMoney(read.data.breakEvenBand) : ZERO;
}
