import "server-only";
import { deflateRawSync, inflateRawSync } from "node:zlib";

/** The largest unpacked text, in bytes: far above anything that is packed here. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * JSON as raw deflate in base64: for frequent or large writes to Redis, since a hosted one bills by the byte.
 */
export function packJson(value: unknown): string {
  return deflateRawSync(JSON.stringify(value)).toString("base64");
}

/** @throws when the text was not made by `packJson` */
export function unpackJson(text: string): unknown {
  const bytes = inflateRawSync(Buffer.from(text, "base64"), { maxOutputLength: MAX_BYTES });
  return JSON.parse(bytes.toString("utf8"));
}
