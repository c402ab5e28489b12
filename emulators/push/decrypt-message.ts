import { createDecipheriv, type ECDH, hkdfSync } from "node:crypto";

const SALT_BYTES = 16;
const TAG_BYTES = 16;
/** Salt, record size and length of the key id (RFC 8188). */
const HEAD_BYTES = SALT_BYTES + 4 + 1;

/**
 * Decrypts a push message as the browser that it is for (RFC 8291, one record). @throws Error when it is not
 * for this browser
 */
export function decryptMessage(body: Buffer, { curve, auth }: { curve: ECDH; auth: Buffer }): string {
  const salt = body.subarray(0, SALT_BYTES);
  const idLength = body.readUInt8(HEAD_BYTES - 1);
  const senderKey = body.subarray(HEAD_BYTES, HEAD_BYTES + idLength);
  const sealed = body.subarray(HEAD_BYTES + idLength);
  const secret = curve.computeSecret(senderKey);
  const about = Buffer.concat([Buffer.from("WebPush: info\0"), curve.getPublicKey(), senderKey]);
  const material = Buffer.from(hkdfSync("sha256", secret, auth, about, 32));
  const derive = (purpose: string, length: number) =>
    Buffer.from(hkdfSync("sha256", material, salt, Buffer.from(`Content-Encoding: ${purpose}\0`), length));
  const decipher = createDecipheriv("aes-128-gcm", derive("aes128gcm", 16), derive("nonce", 12));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  // The last record ends with 2 and zeros.
  return padded.subarray(0, padded.lastIndexOf(2)).toString();
}
