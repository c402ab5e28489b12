import { createPublicKey, verify } from "node:crypto";

/** Longest validity of a token (RFC 8292), in seconds. */
const MAX_LIFE_S = 86_400;

/**
 * The application server's key, base64url, of a valid `vapid` authorization for this push service; null for
 * any other.
 */
export function readVapid(authorization: string, origin: string): string | null {
  const [, token = "", key = ""] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  const [head = "", claims = "", signature = ""] = token.split(".");
  const point = Buffer.from(key, "base64url");
  if (point.length !== 65 || signature === "") return null;
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString("base64url"));
  const publicKey = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
  const signed = Buffer.from(`${head}.${claims}`);
  const isSigned = verify(
    "sha256",
    signed,
    { key: publicKey, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, "base64url").toString()) as Record<
    string,
    unknown
  >;
  const lifeS = Number(exp) - Date.now() / 1_000;
  const isValid = aud === origin && lifeS > 0 && lifeS <= MAX_LIFE_S && /^(mailto|https):/.test(String(sub));
  return isSigned && isValid ? key : null;
}
