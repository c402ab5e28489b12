import "server-only";

/**
 * A success: JSON of `body`, or `text` unchanged, with its type in the headers. Without both the body is
 * empty.
 */
export type Answer = { body?: unknown; text?: string; status?: number; headers?: Record<string, string> };

/**
 * A success as a response. `headers` are those of every response; the response's own take precedence. A
 * response for shared caches contains nothing about the caller.
 */
export function toResponse(answer: Answer, headers: Record<string, string>): Response {
  const isShared = answer.headers?.["cache-control"]?.includes("public") ?? false;
  const all = isShared ? answer.headers : { ...headers, ...answer.headers };
  if (answer.text !== undefined)
    return new Response(answer.text, { status: answer.status ?? 200, headers: all });
  if (answer.body === undefined) return new Response(null, { status: answer.status ?? 204, headers: all });
  return Response.json(answer.body, { status: answer.status ?? 200, headers: all });
}
