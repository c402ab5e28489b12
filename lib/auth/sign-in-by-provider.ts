import "server-only";
import { endSessions } from "@/lib/auth/session/session-store";
import { proveEmail } from "@/lib/db/admin/prove-email";
import { assertSwitchOff } from "@/lib/db/portfolio/assert-switch";
import {
  createUser,
  findProviderUser,
  findUser,
  findUserByEmail,
  linkProvider,
  type User,
} from "@/lib/db/queries/users";
import { emailSchema } from "@/lib/schemas/account";
import { publicNameOf } from "@/lib/schemas/display-name";

/** What a provider says about who has signed in there. */
export type ProviderPerson = {
  provider: string;
  subject: string;
  email: string | null;
  /** Whether the provider itself has verified the address. */
  isEmailVerified: boolean;
  name: string | null;
};

/** A user whom a provider signs in; `isLinked` when that account at the provider opens this one from now on. */
type SignedIn = { user: User; isLinked: boolean };

/**
 * The user whom an account at a provider signs in. An address that the provider has not verified opens and makes
 * nothing. A verified one is the first proof of the address where the account has none yet: whatever opened that
 * account before is dropped. Null when it can't sign in.
 *
 * @throws AppError `registration_closed` for a new account while none can be made
 */
export async function signInByProvider(person: ProviderPerson): Promise<SignedIn | null> {
  const { provider, subject, isEmailVerified } = person;
  const linked = await findProviderUser(provider, subject);
  if (linked) return linked.bannedAt ? null : { user: linked, isLinked: false };
  const { data: email } = emailSchema.safeParse(person.email);
  if (email === undefined || !isEmailVerified) return null;
  const known = await findUserByEmail(email);
  const user = known ? await verifyOwner(known) : await createOwner(email, person.name);
  // Another account may have verified the address meanwhile: this one then belongs to whoever opened it.
  if (!user?.emailVerifiedAt || user.bannedAt) return null;
  await linkProvider(user.id, provider, subject);
  return { user, isLinked: known !== null };
}

async function createOwner(email: string, name: string | null): Promise<User | null> {
  await assertSwitchOff("registration-closed");
  const displayName = publicNameOf(name);
  return createUser({ email, displayName, passwordHash: null, emailVerifiedAt: new Date() });
}

/** The owner of an address that a provider has verified, with all that a stranger may have set up before dropped. */
async function verifyOwner(user: User): Promise<User | null> {
  if (user.emailVerifiedAt || user.bannedAt) return user;
  const at = new Date();
  if (await proveEmail({ userId: user.id, email: user.email, keepsPassword: false, at })) {
    await endSessions(user.id, at);
  }
  return findUser(user.id);
}
