import "server-only";
import { readText } from "@/lib/infra/read-text";
import { AppError } from "@/lib/schemas/api-error";

/** The largest accepted body, in bytes; more than any route needs. */
export const MAX_JSON_BYTES = 64 * 1_024;

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
  const text = await readText(request, MAX_JSON_BYTES);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new AppError("bad_request", "The body is not JSON.");
  }
  // Text that Postgres can't store can only arrive as an escape sequence, which few bodies contain.
  if (text.includes("\\u") || text.includes("\0")) assertStorable(body);
  return body;
}

/** @throws AppError `bad_request` for text with a NUL or half of a surrogate pair, at any depth. */
export function assertStorable(value: unknown): void {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === "string") {
      if (next.includes("\0") || !next.isWellFormed()) {
        throw new AppError("bad_request", "The request has characters that are not text.");
      }
    } else if (typeof next === "object" && next !== null) {
      for (const [name, inner] of Object.entries(next)) left.push(name, inner);
    }
  }
}
