import "server-only";
import type { CalledKey } from "@/lib/db/queries/users/api-keys";
import { hasBearer } from "@/lib/http/has-bearer";
import { findClientIp } from "@/lib/http/limits/client-ip";
import { AppError } from "@/lib/schemas/api-error";
import { assertUsable, findKey, openKey } from "@/lib/v5/authenticate";
import { consumeKeyLimit } from "@/lib/v5/consume-key-limit";

/**
 * The API key of a request that has `Authorization: Bearer KEY.SECRET`. Calls without a valid one are counted by
 * client IP. An RSA key has no secret, so it can't be used here.
 *
 * @throws AppError `unauthorized`; V5Error for a key that is expired, banned or bound to another IP, and 10006
 */
export async function authenticateBearer(headers: Headers): Promise<CalledKey> {
  const ip = findClientIp(headers);
  try {
    return await readKey(headers, ip);
  } catch (error) {
    await consumeKeyLimit("ip", { who: ip });
    throw error;
  }
}

async function readKey(headers: Headers, ip: string): Promise<CalledKey> {
  const given = headers.get("authorization");
  const [, name] = /^Bearer ([A-Za-z0-9]{10,40})\.[A-Za-z0-9]{10,100}$/.exec(given ?? "") ?? [];
  if (name === undefined) throw new AppError("unauthorized", "Send an API key as bearer: KEY.SECRET.");
  const key = await findKey(name);
  const opened = await openKey(key);
  if (!("secret" in opened) || !hasBearer(given, `${name}.${opened.secret}`)) {
    throw new AppError("unauthorized", "The API key and its secret do not belong together.");
  }
  assertUsable(key, { ip, nowMs: Date.now() });
  return key;
}
