import { createHmac, sign } from "node:crypto";
import type { TestKey } from "@/tests/support/create-api-key";

/** The headers of a signed call; `text` is the query of a read or the body of a write. */
export function signV5(
  { key, secret }: TestKey,
  text: string,
  options: { atMs?: number; window?: string } = {},
): Record<string, string> {
  const { atMs = Date.now(), window = "5000" } = options;
  const signed = `${atMs}${key}${window}${text}`;
  const signature = secret.includes("PRIVATE KEY")
    ? sign("sha256", Buffer.from(signed), secret).toString("base64")
    : createHmac("sha256", secret).update(signed).digest("hex");
  return {
    "x-bapi-api-key": key,
    "x-bapi-timestamp": String(atMs),
    "x-bapi-recv-window": window,
    "x-bapi-sign": signature,
  };
}

/** The arguments of a socket's `auth`. */
export function signSocket(
  { key, secret }: TestKey,
  expiresMs = Date.now() + 10_000,
): [string, number, string] {
  const signature = createHmac("sha256", secret).update(`GET/realtime${expiresMs}`).digest("hex");
  return [key, expiresMs, signature];
}
