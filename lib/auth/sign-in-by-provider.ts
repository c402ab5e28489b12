import "server-only";
import { endSessions } from "@/lib/auth/session/session-store";
import { recordVerifiedEmail } from "@/lib/db/admin/record-verified-email";
import { assertSwitchOff } from "@/lib/db/portfolio/assert-switch-off";
import {
  createUser,
  findProviderUser,
  findUser,
  findUserByEmail,
  linkProvider,
  type User,
} from "@/lib/db/queries/users/users";
import { emailSchema } from "@/lib/schemas/account";
import { publicNameOf } from "@/lib/schemas/display-name";

/** The provider's data about the person who signed in. */
export type ProviderPerson = {
  provider: string;
  subject: string;
  email: string | null;
  /** Whether the provider itself has verified the email. */
  isEmailVerified: boolean;
  name: string | null;
};

/** A user whom a provider signs in; `isLinked` when the provider account was linked by this sign-in. */
type SignedIn = { user: User; isLinked: boolean };

/**
 * The user whom a provider account signs in. An email that the provider has not verified neither signs in nor
 * creates an account. A verified one is the first verification if the account has none yet: all previous ways
 * to sign in are removed. Null when it can't sign in.
 *
 * @throws AppError `registration_closed` for a new account while registration is closed
 */
export async function signInByProvider(person: ProviderPerson): Promise<SignedIn | null> {
  const { provider, subject, isEmailVerified } = person;
  const linked = await findProviderUser(provider, subject);
  if (linked) return linked.bannedAt ? null : { user: linked, isLinked: false };
  const { data: email } = emailSchema.safeParse(person.email);
  if (email === undefined || !isEmailVerified) return null;
  const known = await findUserByEmail(email);
  const user = known ? await verifyOwner(known) : await createOwner(email, person.name);
  // Another account may have verified the email meanwhile: this one then remains an unverified claim.
  if (!user?.emailVerifiedAt || user.bannedAt) return null;
  await linkProvider(user.id, provider, subject);
  return { user, isLinked: known !== null };
}

async function createOwner(email: string, name: string | null): Promise<User | null> {
  await assertSwitchOff("registration-closed");
  const displayName = publicNameOf(name);
  return createUser({ email, displayName, passwordHash: null, emailVerifiedAt: new Date() });
}

/** The owner of an email that a provider has verified; what others may have set up before is removed. */
async function verifyOwner(user: User): Promise<User | null> {
  if (user.emailVerifiedAt || user.bannedAt) return user;
  const at = new Date();
  if (await recordVerifiedEmail({ userId: user.id, email: user.email, keepsPassword: false, at })) {
    await endSessions(user.id, at);
  }
  return findUser(user.id);
}
