import "server-only";
import { createUser, findProviderUser, findUserByEmail, linkProvider, type User } from "@/lib/db/users";

/** What a provider says about who has signed in there. */
export type ProviderPerson = {
  provider: string;
  subject: string;
  email: string | null;
  /** Whether the provider itself has proven the address. */
  isEmailVerified: boolean;
  name: string | null;
};

/**
 * The user whom an account at a provider signs in. A known address is linked only when both sides have proven it:
 * else whoever had registered somebody's address first would share the account. Null when it can't sign in.
 */
export async function signInByProvider(
  person: ProviderPerson,
): Promise<{ user: User; isNew: boolean } | null> {
  const linked = await findProviderUser(person.provider, person.subject);
  if (linked) return linked.bannedAt ? null : { user: linked, isNew: false };
  const email = person.email?.trim().toLowerCase();
  if (!email) return null;
  const known = await findUserByEmail(email);
  if (known && (!person.isEmailVerified || !known.emailVerifiedAt || known.bannedAt)) return null;
  const user =
    known ??
    (await createUser({
      email,
      displayName: person.name?.trim().slice(0, 40) || "Trader",
      passwordHash: null,
      emailVerifiedAt: person.isEmailVerified ? new Date() : null,
    }));
  if (!user) return null;
  await linkProvider(user.id, person.provider, person.subject);
  return { user, isNew: !known };
}
