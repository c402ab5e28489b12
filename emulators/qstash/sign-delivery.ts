import { createHash, createHmac, randomUUID } from "node:crypto";

const VALID_S = 300;

/**
 * Signs a delivery: a JWT of five minutes over the destination and the body's SHA-256. Times are real ones
 * whatever clock the emulator runs on, because the receiver compares them with its own.
 */
export function signDelivery(delivery: { key: string; url: string; body: Buffer }): string {
  const nowS = Math.floor(Date.now() / 1_000);
  const digest = createHash("sha256").update(delivery.body).digest("base64");
  const claims = {
    iss: "Upstash",
    sub: delivery.url,
    exp: nowS + VALID_S,
    nbf: nowS,
    iat: nowS,
    jti: `jwt_${randomUUID().replaceAll("-", "")}`,
    // base64url, with its trailing "=".
    body: digest.replaceAll("+", "-").replaceAll("/", "_"),
  };
  const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${text}.${createHmac("sha256", delivery.key).update(text).digest("base64url")}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
