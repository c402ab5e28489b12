import "server-only";

/** A success: JSON of `body`, or `text` as it is, with its type among the headers. Without both nothing is sent. */
export type Answer = { body?: unknown; text?: string; status?: number; headers?: Record<string, string> };

/**
 * A success as a response. `headers` are those of every response; the response's own win. What a shared cache stores
 * carries nothing of the caller that it was made for.
 */
export function toResponse(answer: Answer, headers: Record<string, string>): Response {
  const isShared = answer.headers?.["cache-control"]?.includes("public") ?? false;
  const all = isShared ? answer.headers : { ...headers, ...answer.headers };
  if (answer.text !== undefined)
    return new Response(answer.text, { status: answer.status ?? 200, headers: all });
  if (answer.body === undefined) return new Response(null, { status: answer.status ?? 204, headers: all });
  return Response.json(answer.body, { status: answer.status ?? 200, headers: all });
}
