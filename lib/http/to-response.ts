import "server-only";
import { toJsonResponse } from "@/lib/http/to-json-response";

/**
 * A success: JSON of `body`, or `text` or `bytes` unchanged, with their type in the headers. Without any the body is
 * empty.
 */
export type ResponseParts = {
  body?: unknown;
  text?: string;
  bytes?: Uint8Array<ArrayBuffer>;
  status?: number;
  headers?: Record<string, string>;
};

/**
 * A success as a response. `headers` are those of every response; the response's own take precedence. A
 * response for shared caches contains nothing about the caller.
 */
export function toResponse(
  request: Request,
  response: ResponseParts,
  headers: Record<string, string>,
): Response {
  const isShared = response.headers?.["cache-control"]?.includes("public") ?? false;
  const all = isShared ? { ...response.headers } : { ...headers, ...response.headers };
  const content = response.text ?? response.bytes;
  if (content !== undefined) return new Response(content, { status: response.status ?? 200, headers: all });
  if (response.body === undefined)
    return new Response(null, { status: response.status ?? 204, headers: all });
  return toJsonResponse(request, response.body, { status: response.status ?? 200, headers: all });
}
