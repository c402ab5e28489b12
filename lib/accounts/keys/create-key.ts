import "server-only";
import { createPublicKey, randomBytes } from "node:crypto";
import type { z } from "zod";
import { toKeyDto } from "@/lib/accounts/keys/to-key-dto";
import { encryptKeySecret } from "@/lib/auth/api-key-secret";
import { notifyAccessChange } from "@/lib/auth/notify-access-change";
import { assertRecentProof } from "@/lib/auth/recent-proof";
import { listPortfolios } from "@/lib/db/queries/portfolios";
import { storeKey } from "@/lib/db/queries/users/api-keys";
import { findUser } from "@/lib/db/queries/users/users";
import { AppError } from "@/lib/schemas/api-error";
import { type CreatedKey, type createKeySchema, MAX_API_KEYS } from "@/lib/schemas/programs/api-keys";

const KEY_BYTES = 9;
const SECRET_BYTES = 24;
const DAY_MS = 86_400_000;
const MIN_RSA_BITS = 2_048;

type Body = z.output<typeof createKeySchema>;
type Session = { userId: string; sessionId: string };

/**
 * Makes a key for one portfolio of the user, after a recent re-authentication. The secret is returned once.
 *
 * @throws AppError `proof_required`, `not_found`, `too_many_api_keys`, `bad_request` for an unusable public key
 */
export async function createKey(session: Session, body: Body): Promise<CreatedKey> {
  await assertRecentProof(session);
  const user = await findUser(session.userId);
  const portfolio = (await listPortfolios(session.userId)).find(({ id }) => id === body.portfolioId);
  if (!user || !portfolio) throw new AppError("not_found", "There is no such portfolio.");
  if (body.publicKey !== undefined) assertRsaKey(body.publicKey);
  const secret = body.publicKey === undefined ? randomBytes(SECRET_BYTES).toString("hex") : null;
  const createdAt = new Date();
  const stored = {
    key: randomBytes(KEY_BYTES).toString("hex"),
    portfolioId: portfolio.id,
    userId: user.id,
    name: body.name,
    secret: secret && (await encryptKeySecret(secret)),
    publicKey: body.publicKey ?? null,
    canTrade: body.canTrade,
    ips: body.ips,
    createdAt,
    expiresAt: body.days === undefined ? null : new Date(createdAt.getTime() + body.days * DAY_MS),
  };
  if (!(await storeKey(stored, user, MAX_API_KEYS))) {
    throw new AppError(
      "too_many_api_keys",
      `You may have at most ${MAX_API_KEYS} API keys; revoke one first.`,
    );
  }
  notifyAccessChange(user, "api-key-created");
  const unused = { revokedAt: null, lastUsedAt: null, portfolioName: portfolio.name };
  return { key: toKeyDto({ ...stored, ...unused }, 0), secret };
}

/** @throws AppError `bad_request` */
function assertRsaKey(pem: string): void {
  const reject = (why: string) => new AppError("bad_request", `publicKey: ${why}.`, { field: "publicKey" });
  let type: string | undefined;
  let bits: number | undefined;
  try {
    const key = createPublicKey(pem);
    type = key.asymmetricKeyType;
    bits = key.asymmetricKeyDetails?.modulusLength;
  } catch {
    throw reject("must be a public key (PEM)");
  }
  if (type !== "rsa" || (bits ?? 0) < MIN_RSA_BITS)
    throw reject(`must be RSA with at least ${MIN_RSA_BITS} bits`);
}
