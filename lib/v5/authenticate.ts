import "server-only";
import { decryptKeySecret } from "@/lib/auth/api-key-secret";
import { type CalledKey, findCalledKey } from "@/lib/db/queries/users/api-keys";
import { canonicalIp } from "@/lib/http/limits/client-ip";
import { V5Error } from "@/lib/v5/wire/v5-error";
import { type SigningKey, verifySignature } from "@/lib/v5/wire/verify-signature";

const DEFAULT_WINDOW_MS = 5_000;
const MAX_WINDOW_MS = 60_000;
/** How far ahead of ours a client's clock may be, in ms. */
const AHEAD_MS = 1_000;

/** The credentials of a call, as sent. */
export type Credentials = { key: string; timestamp: string; window: string; signature: string };

/** Reads the credentials of a REST call. @throws V5Error 10001 when one is missing */
export function readCredentials(headers: Headers): Credentials {
  const read = (name: string) => headers.get(`x-bapi-${name}`)?.trim() ?? "";
  const [key, timestamp, signature] = [read("api-key"), read("timestamp"), read("sign")];
  if (key !== "" && timestamp !== "" && signature !== "") {
    return { key, timestamp, window: read("recv-window"), signature };
  }
  const text = `empty value: apiTimestamp[${timestamp}] apiKey[${key}] apiSignature[${signature}]`;
  throw new V5Error(10001, `${text}: openapi sign params error!`);
}

/**
 * Checks who calls: key, time, signature over one of `payloads` (the query or body, in the spellings that clients
 * use), and what the key is bound to. @throws V5Error with the venue's code
 */
export async function authenticate(
  credentials: Credentials,
  call: { payloads: readonly string[]; ip: string; nowMs: number },
): Promise<CalledKey> {
  const { timestamp, window, signature } = credentials;
  const found = await findKey(credentials.key);
  assertFresh(timestamp, window, call.nowMs);
  const head = `${timestamp}${credentials.key}${window}`;
  const texts = call.payloads.map((payload) => head + payload);
  if (!verifySignature(await openKey(found), texts, signature)) {
    throw new V5Error(10004, `error sign! origin_string[${texts[0] ?? head}]`);
  }
  assertUsable(found, call);
  return found;
}

/** @throws V5Error 10003 for an unknown or revoked key */
export async function findKey(key: string): Promise<CalledKey> {
  const found = /^[A-Za-z0-9]{10,40}$/.test(key) ? await findCalledKey(key) : null;
  if (found === null || found.revokedAt !== null) throw new V5Error(10003, "API key is invalid.");
  return found;
}

/** What the signatures of a key are checked with. */
export async function openKey(key: CalledKey): Promise<SigningKey> {
  if (key.secret !== null) return { secret: await decryptKeySecret(key.secret) };
  if (key.publicKey !== null) return { publicKey: key.publicKey };
  throw new Error("A key has neither a secret nor a public key.");
}

/** @throws V5Error 10002 when the client's time is outside its window */
export function assertFresh(timestamp: string, window: string, nowMs: number): void {
  const sentMs = /^\d{1,16}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  const windowMs = window === "" ? DEFAULT_WINDOW_MS : Math.min(Number(window), MAX_WINDOW_MS);
  if (nowMs - windowMs <= sentMs && sentMs < nowMs + AHEAD_MS) return;
  const seen = `req_timestamp[${timestamp.slice(0, 20)}],server_timestamp[${nowMs}],recv_window[${window.slice(0, 20)}]`;
  const text = "invalid request, please check your server timestamp or recv_window param.";
  throw new V5Error(10002, `${text} ${seen}`);
}

/** Checks what a key with a valid signature is bound to. @throws V5Error */
export function assertUsable(key: CalledKey, call: { ip: string; nowMs: number }): void {
  if (key.isBanned) throw new V5Error(10008, "This account is suspended.");
  if (key.expiresAt !== null && key.expiresAt.getTime() <= call.nowMs) {
    throw new V5Error(33004, "Your api key has expired.");
  }
  if (key.ips.length > 0 && !key.ips.some((ip) => canonicalIp(ip) === call.ip)) {
    throw new V5Error(10010, "Unmatched IP, please check your API key's bound IP addresses.");
  }
}
