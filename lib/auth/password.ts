import "server-only";
import { type Algorithm, hash, verify } from "@node-rs/argon2";
import { estimateGuesses } from "@/lib/auth/estimate-guesses";
import { AppError } from "@/lib/schemas/api-error";

/** OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane. */
const COST = { algorithm: 2 satisfies Algorithm, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hash of no one's password, so that an unknown email takes as long as a wrong password. */
const NOBODY =
  "$argon2id$v=19$m=19456,t=2,p=1$ZZWt1QhcFNYXb+I6PG8qJA$BDH/p1Tq6VGd5WUvYlScNL7Q1Me0MLZWpR5USvxcj+0";

/** The hash of a password for storage. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), COST);
}

/** Whether the password matches the hash. Takes as long when there is no hash. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const matches = await verify(stored ?? NOBODY, password.normalize("NFKC")).catch(() => false);
  return matches && stored !== null;
}

/** Minimum number of guesses for a password, as a power of ten: a third of those of ten random characters. */
const LEAST_GUESSES = 9.5;
/** Words that users of this product are likely to choose. */
const OWN_WORDS =
  `terminal zero terminalzero trade trader trading crypto bitcoin ethereum satoshi nakamoto hodl bybit
tothemoon diamondhands leverage perpetual`.split(/\s/);

/**
 * Rejects passwords that are tried first: common passwords, names and words of the person, also with a year,
 * signs for letters, repetitions or adjacent keys. The schema ensures ten characters or more.
 *
 * @throws AppError `weak_password`.
 */
export function assertStrongPassword(password: string, person: { email: string; name: string }): void {
  const [local = "", domain = ""] = person.email.split("@");
  const words = [local, domain, person.name].flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]/u)]);
  const own = [person.email, ...words, ...OWN_WORDS].filter((word) => word.length >= 4);
  if (estimateGuesses(password, own) >= LEAST_GUESSES) return;
  const message = "That password is among the first that would be tried.";
  throw new AppError("weak_password", message, { field: "password" });
}
