import "server-only";
import { AppError } from "@/lib/schemas/api-error";

/** More than any of our bodies needs. */
const MAX_BYTES = 64 * 1_024;

/**
 * The request's body as JSON, not yet checked by a schema.
 *
 * @throws AppError `unsupported_media_type`, `body_too_large`, or `bad_request` for what is not JSON.
 */
export async function readJsonBody(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new AppError(
      "unsupported_media_type",
      "The body must be JSON, with content-type application/json.",
    );
  }
  const text = await readText(request, MAX_BYTES);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new AppError("bad_request", "The body is not JSON.");
  }
  // What Postgres can't store can only come in as an escape, which few bodies have.
  if (text.includes("\\u") || text.includes("\0")) assertStorable(body);
  return body;
}

/**
 * The request's body as text of at most `maxBytes`; no more than that is ever read.
 *
 * @throws AppError `body_too_large`.
 */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = () =>
    new AppError("body_too_large", `The body may have at most ${maxBytes} bytes.`, { maxBytes });
  if (Number(request.headers.get("content-length")) > maxBytes) throw tooLarge();
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** @throws AppError `bad_request` for text with a NUL or half of a surrogate pair, at any depth. */
export function assertStorable(value: unknown): void {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === "string") {
      if (next.includes("\0") || !isWellFormed(next)) {
        throw new AppError("bad_request", "The request has characters that are not text.");
      }
    } else if (typeof next === "object" && next !== null) {
      for (const [name, inner] of Object.entries(next)) left.push(name, inner);
    }
  }
}

function isWellFormed(text: string): boolean {
  return !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
}
