import { openPractice, practiceIdOf } from "@/lib/accounts/open-practice";
import { grantProduct } from "@/lib/admin/grant-product";
import { encryptKeySecret } from "@/lib/auth/api-key-secret";
import { hashPassword } from "@/lib/auth/password";
import { findUserTier } from "@/lib/db/queries/entitlements";
import { findCalledKey, storeKey } from "@/lib/db/queries/users/api-keys";
import { createUser, findUser, findUserByEmail } from "@/lib/db/queries/users/users";
import { HISTORY_MS, loadHistory } from "@/lib/sample/load-history";
import { seedChallenges } from "@/lib/sample/seed-challenges";
import { seedCompetition } from "@/lib/sample/seed-competition";
import { seedImport } from "@/lib/sample/seed-import";
import { seedJournal } from "@/lib/sample/seed-journal";
import { createRivalLife, HALF_YEAR, seedTrading } from "@/lib/sample/seed-trading";
import { MAX_API_KEYS } from "@/lib/schemas/programs/api-keys";
import { DEMO_API_KEY, DEMO_PEOPLE, DEMO_RIVALS } from "@/prisma/seed/demo-people";

type Person = { email: string; displayName: string; passwordHash: string | null; role?: "TRADER" | "ADMIN" };

/** An admin and a trader with a history to sign in as, and rivals for the leaderboard. */
export async function seedPeople(): Promise<void> {
  const ids: Record<"TRADER" | "ADMIN", string> = { TRADER: "", ADMIN: "" };
  for (const { password, ...person } of DEMO_PEOPLE) {
    ids[person.role] = await seedPerson({ ...person, passwordHash: await hashPassword(password) });
  }
  const candles = await loadHistory();
  await seedTrading(practiceIdOf(ids.TRADER), HALF_YEAR, candles);
  await seedApiKey(ids.TRADER);
  await seedElite(ids.ADMIN, ids.TRADER);
  await seedJournal(ids.TRADER);
  await seedImport(ids.TRADER);
  await seedChallenges(ids.TRADER, candles);
  const rivals: string[] = [];
  for (const [index, displayName] of DEMO_RIVALS.entries()) {
    const email = `rival-${index + 1}@terminal-zero.local`;
    const userId = await seedPerson({ email, displayName, passwordHash: null });
    await seedTrading(practiceIdOf(userId), createRivalLife(index), candles);
    rivals.push(userId);
  }
  await seedCompetition(ids.ADMIN, [ids.TRADER, ...rivals], candles);
}

async function seedPerson(person: Person): Promise<string> {
  await createUser({ ...person, isListed: true, emailVerifiedAt: new Date() });
  const user = await findUserByEmail(person.email);
  if (!user) throw new Error(`${person.email} could not be seeded.`);
  await openPractice(user.id, Date.now() - HISTORY_MS);
  return user.id;
}

/** The published API key of the trader's practice portfolio. A revoked one stays revoked. */
async function seedApiKey(userId: string): Promise<void> {
  const user = await findUser(userId);
  if (user === null || (await findCalledKey(DEMO_API_KEY.key)) !== null) return;
  const stored = {
    key: DEMO_API_KEY.key,
    portfolioId: practiceIdOf(userId),
    userId,
    name: "Demo",
    secret: await encryptKeySecret(DEMO_API_KEY.secret),
    publicKey: null,
    canTrade: true,
    ips: [],
    createdAt: new Date(),
    expiresAt: null,
  };
  await storeKey(stored, user, MAX_API_KEYS);
}

/** The highest tier, so that a new user sees every feature. */
async function seedElite(adminId: string, userId: string): Promise<void> {
  if ((await findUserTier(userId)) !== "FREE") return;
  await grantProduct(adminId, { userId, product: "elite", days: 365, reason: "The demo shows every tier." });
}
