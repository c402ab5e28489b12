import "server-only";
import { constants, createHmac, timingSafeEqual, verify } from "node:crypto";

/** What a key's signatures are checked with: the secret of an HMAC key, or the PEM of an RSA key. */
export type SigningKey = { secret: string } | { publicKey: string };

/** Whether `signature` is the key's signature of one of the texts, which all have one meaning. */
export function verifySignature(key: SigningKey, texts: readonly string[], signature: string): boolean {
  return "secret" in key
    ? verifyHmac(key.secret, texts, signature)
    : verifyRsa(key.publicKey, texts, signature);
}

function verifyHmac(secret: string, texts: readonly string[], signature: string): boolean {
  if (!/^[0-9a-f]{64}$/i.test(signature)) return false;
  const given = Buffer.from(signature, "hex");
  let isValid = false;
  for (const text of texts) {
    const expected = createHmac("sha256", secret).update(text).digest();
    // All are compared, so that the time does not tell which one it was.
    isValid = timingSafeEqual(expected, given) || isValid;
  }
  return isValid;
}

function verifyRsa(publicKey: string, texts: readonly string[], signature: string): boolean {
  if (signature.length > 2_000 || !/^[A-Za-z0-9+/=]+$/.test(signature)) return false;
  const given = Buffer.from(signature, "base64");
  const key = { key: publicKey, padding: constants.RSA_PKCS1_PADDING };
  return texts.some((text) => verify("sha256", Buffer.from(text), key, given));
}
