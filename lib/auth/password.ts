import "server-only";
import { type Algorithm, hash, verify } from "@node-rs/argon2";
import { estimateGuesses } from "@/lib/auth/estimate-guesses";
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

/** Guesses, as a power of ten, that a password must take at least: a third of those of ten random characters. */
const LEAST_GUESSES = 9.5;
/** What people of a product like this one think of. */
const OWN_WORDS =
  `terminal zero terminalzero trade trader trading crypto bitcoin ethereum satoshi nakamoto hodl bybit
tothemoon diamondhands leverage perpetual`.split(/\s/);

/**
 * Ten characters or more (the schema sees to that), and not what is tried first: common passwords, names and words of
 * the person, also with a year, signs for letters, repetitions or keys in a row.
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
