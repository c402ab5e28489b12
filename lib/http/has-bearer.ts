import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";

/** Whether a header contains this secret. Compared in constant time; digests make both equally long. */
export function hasBearer(authorization: string | null, secret: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(authorization ?? ""), digest(`Bearer ${secret}`));
}
