import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";

/** Whether a header carries this very secret. Compared in constant time; digests make the two of equal length. */
export function hasBearer(authorization: string | null, secret: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(authorization ?? ""), digest(`Bearer ${secret}`));
}
