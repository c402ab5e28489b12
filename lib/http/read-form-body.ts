import "server-only";
import { assertStorable } from "@/lib/http/read-json-body";
import { readText } from "@/lib/infra/read-text";
import { AppError } from "@/lib/schemas/api-error";

const MAX_BYTES = 16 * 1_024;

/**
 * The fields of a form, sent as a form or as JSON.
 *
 * @throws AppError `unsupported_media_type`, `body_too_large`, `bad_request`.
 */
export async function readFormBody(request: Request): Promise<Record<string, string>> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  const text = await readText(request, MAX_BYTES);
  if (text === "") return {};
  const fields = parseFields(type, text);
  assertStorable(fields);
  return fields;
}

function parseFields(type: string | undefined, text: string): Record<string, string> {
  if (type === "application/x-www-form-urlencoded") return Object.fromEntries(new URLSearchParams(text));
  if (type !== "application/json") {
    throw new AppError("unsupported_media_type", "The body must be a form or JSON.");
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new AppError("bad_request", "The body is not JSON.");
  }
  const isFields =
    typeof body === "object" && body !== null && Object.values(body).every((one) => typeof one === "string");
  if (!isFields) throw new AppError("bad_request", "The body must be an object of texts.");
  return body as Record<string, string>;
}
