import "server-only";
import { listSignIns } from "@/lib/db/access/sign-ins";
import { type SignInDto, signInSchema } from "@/lib/schemas/access/sign-in";

/** A user's sign-ins of the last 90 days, newest first, at most 50. */
export async function listOwnSignIns(userId: string): Promise<SignInDto[]> {
  const signIns = await listSignIns(userId);
  return signIns.map(({ at, method, clientIp, userAgent }) =>
    signInSchema.parse({ at: at.toISOString(), method, clientIp, userAgent }),
  );
}
