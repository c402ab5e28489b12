import { randomUUID } from "node:crypto";
import { openPractice } from "@/lib/accounts/open-practice";
import { getDb } from "@/lib/db/client";
import { createUser } from "@/lib/db/queries/users/users";
import { signInAs } from "@/tests/support/sign-in-as";

/** A signed-in user with a practice portfolio. */
export type BenchTrader = { userId: string; cookie: string; portfolioId: string; sent: number };

/** Creates an account, its portfolio and a session, without the forms. */
export async function createBenchTrader(): Promise<BenchTrader> {
  const email = `${randomUUID()}@terminal-zero.local`;
  const user = await createUser({ email, displayName: "Bench", passwordHash: null, emailVerifiedAt: null });
  if (!user) throw new Error("The trader could not be made.");
  await openPractice(user.id);
  const { cookie } = await signInAs({ userId: user.id, email });
  const { id } = await getDb().portfolio.findFirstOrThrow({ where: { userId: user.id } });
  return { userId: user.id, cookie, portfolioId: id, sent: 0 };
}
