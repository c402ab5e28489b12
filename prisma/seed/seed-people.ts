import { openPractice, practiceIdOf } from "@/lib/accounts/open-practice";
import { hashPassword } from "@/lib/auth/password";
import { getDb } from "@/lib/db/client";
import { createUser, findUserByEmail } from "@/lib/db/users";
import { startChallenge } from "@/lib/prop/start-challenge";
import { DEMO_PEOPLE, DEMO_RIVALS } from "@/prisma/seed/demo-people";
import { HISTORY_MS, RECENT_DAYS, seedTrading, THREE_WEEKS } from "@/prisma/seed/seed-trading";

const ELITE_MS = 365 * 86_400_000;

/** A trader with a history and an admin to sign in as, and rivals for the leaderboard. */
export async function seedPeople(): Promise<void> {
  for (const { password, ...person } of DEMO_PEOPLE) {
    const passwordHash = await hashPassword(password);
    const userId = await seedPerson({ ...person, passwordHash });
    if (person.role !== "TRADER") continue;
    await seedTrading(practiceIdOf(userId), THREE_WEEKS);
    await seedElite(userId);
    await startChallenge(userId, { includedProduct: "classic-10k" });
  }
  for (const [index, displayName] of DEMO_RIVALS.entries()) {
    const email = `rival-${index + 1}@terminal-zero.local`;
    const userId = await seedPerson({ email, displayName, passwordHash: null });
    await seedTrading(practiceIdOf(userId), { ...RECENT_DAYS, character: 3 + index * 5 });
  }
}

async function seedPerson(person: {
  email: string;
  displayName: string;
  passwordHash: string | null;
  role?: "TRADER" | "ADMIN";
}): Promise<string> {
  await createUser({ ...person, emailVerifiedAt: new Date() });
  const user = await findUserByEmail(person.email);
  if (!user) throw new Error(`${person.email} could not be seeded.`);
  await openPractice(user.id, Date.now() - HISTORY_MS);
  return user.id;
}

/** The highest tier, so that a newcomer sees all there is. */
async function seedElite(userId: string): Promise<void> {
  const id = `seed-elite-${userId}`;
  const startsAt = new Date();
  const endsAt = new Date(startsAt.getTime() + ELITE_MS);
  await getDb().grant.upsert({
    where: { id },
    create: { id, userId, product: "elite", startsAt, endsAt },
    update: {},
  });
}
