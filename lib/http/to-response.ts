import "server-only";

/** A success: JSON of `body`, or `text` as it is, with its type among the headers. Without both nothing is sent. */
export type Answer = { body?: unknown; text?: string; status?: number; headers?: Record<string, string> };

/** A success as a response. `headers` are those of every response; the answer's own win. */
export function toResponse(answer: Answer, headers: Record<string, string>): Response {
  const all = { ...headers, ...answer.headers };
  if (answer.text !== undefined)
    return new Response(answer.text, { status: answer.status ?? 200, headers: all });
  if (answer.body === undefined) return new Response(null, { status: answer.status ?? 204, headers: all });
  return Response.json(answer.body, { status: answer.status ?? 200, headers: all });
}
