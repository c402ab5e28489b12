import "server-only";
import { getDb } from "@/lib/db/client";
import type { SignIn } from "@/lib/db/generated/client";

/** How long sign-ins are kept, in ms. */
const KEPT_MS = 90 * 86_400_000;
const MOST_LISTED = 50;

/** Stores a sign-in, and deletes the user's older than 90 days. */
export async function storeSignIn(signIn: Omit<SignIn, "id">): Promise<void> {
  const { userId, at } = signIn;
  await getDb().$transaction([
    getDb().signIn.create({ data: signIn }),
    getDb().signIn.deleteMany({ where: { userId, at: { lt: new Date(at.getTime() - KEPT_MS) } } }),
  ]);
}

/** A user's newest sign-ins, at most 50. */
export function listSignIns(userId: string): Promise<SignIn[]> {
  return getDb().signIn.findMany({
    where: { userId },
    orderBy: [{ at: "desc" }, { id: "asc" }],
    take: MOST_LISTED,
  });
}
