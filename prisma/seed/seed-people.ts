import { openPractice, practiceIdOf } from "@/lib/accounts/open-practice";
import { hashPassword } from "@/lib/auth/password";
import { createUser, findUserByEmail } from "@/lib/db/users";
import { DEMO_PEOPLE } from "@/prisma/seed/demo-people";
import { HISTORY_MS, seedTrading } from "@/prisma/seed/seed-trading";

/** A trader with a history and an admin to sign in as, each with a practice portfolio. */
export async function seedPeople(): Promise<void> {
  for (const { password, ...person } of DEMO_PEOPLE) {
    const passwordHash = await hashPassword(password);
    await createUser({ ...person, passwordHash, emailVerifiedAt: new Date() });
    const user = await findUserByEmail(person.email);
    if (!user) continue;
    await openPractice(user.id, Date.now() - HISTORY_MS);
    if (person.role === "TRADER") await seedTrading(practiceIdOf(user.id));
  }
}
