import "server-only";
import { type Algorithm, hash, verify } from "@node-rs/argon2";
import { COMMON_PASSWORDS } from "@/lib/auth/common-passwords";
import { AppError } from "@/lib/schemas/api-error";

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const COST = { algorithm: 2 satisfies Algorithm, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Of a password that nobody has, so that an unknown address takes as long as a wrong password. */
const NOBODY =
  "$argon2id$v=19$m=19456,t=2,p=1$ZZWt1QhcFNYXb+I6PG8qJA$BDH/p1Tq6VGd5WUvYlScNL7Q1Me0MLZWpR5USvxcj+0";

/** The hash to store of a password. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), COST);
}

/** Whether this is the password. Takes as long when there is no hash to compare with. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const matches = await verify(stored ?? NOBODY, password.normalize("NFKC")).catch(() => false);
  return matches && stored !== null;
}

/**
 * Ten characters or more (the schema sees to that), and not what everybody tries first.
 *
 * @throws AppError `weak_password`.
 */
export function assertStrongPassword(password: string, person: { email: string; name: string }): void {
  const text = password.normalize("NFKC").toLowerCase();
  const bare = text.replace(/[^a-z]/g, "");
  const own = [person.email.split("@")[0] ?? "", person.email, person.name].map((one) => one.toLowerCase());
  const isGuessable =
    COMMON_PASSWORDS.has(text) ||
    COMMON_PASSWORDS.has(bare) ||
    new Set(text).size < 5 ||
    own.some((one) => one.length >= 4 && text.startsWith(one) && !/[a-z]/.test(text.slice(one.length))) ||
    own.includes(text);
  if (isGuessable) {
    throw new AppError("weak_password", "That password is among the first that anybody would try.", {
      field: "password",
    });
  }
}
