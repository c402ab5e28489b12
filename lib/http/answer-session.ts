import "server-only";
import type { z } from "zod";
import { assertAdminAccess } from "@/lib/auth/admin-access";
import { readSession } from "@/lib/auth/read-session";
import type { Role } from "@/lib/auth/session-store";
import { assertSwitchOff } from "@/lib/db/assert-switch";
import { assertSameOrigin } from "@/lib/http/assert-same-origin";
import { describeError } from "@/lib/http/error-response";
import { findRequestId } from "@/lib/http/find-request-id";
import { assertStorable, readJsonBody } from "@/lib/http/read-json-body";
import { shutdownSignal } from "@/lib/infra/shutdown";
import { AppError } from "@/lib/schemas/api-error";

type Schema = z.ZodType | undefined;
type Parsed<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;

/** What a route takes. A part without a schema is not read. */
export type RouteShape<B extends Schema, Q extends Schema, P extends Schema> = {
  body?: B;
  query?: Q;
  params?: P;
};

/** What a route for signed-in people is called with. */
export type UserCall<B extends Schema, Q extends Schema, P extends Schema> = {
  user: { id: string; role: Role; email: string; displayName: string };
  sessionId: string;
  body: Parsed<B>;
  query: Parsed<Q>;
  params: Parsed<P>;
  request: Request;
  requestId: string;
};

/** A success: JSON of `body`, or `text` as it is, with its type among the headers. Without both nothing is sent. */
export type Answer = { body?: unknown; text?: string; status?: number; headers?: Record<string, string> };

export type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> };

/**
 * The one way in for signed-in people: origin of writes, session, role, then shape, in this order, so that
 * nobody learns a route's shape without a session.
 */
export function answerSession<B extends Schema, Q extends Schema, P extends Schema>(
  role: Role | "ANY",
  shape: RouteShape<B, Q, P>,
  handle: (call: UserCall<B, Q, P>) => Promise<Answer> | Answer,
): (request: Request, context?: RouteContext) => Promise<Response> {
  return async (request, context) => {
    const requestId = findRequestId(request.headers);
    const url = new URL(request.url);
    const headers = { "x-request-id": requestId, "cache-control": "no-store" };
    let userId: string | undefined;
    try {
      const isRead = request.method === "GET" || request.method === "HEAD";
      if (!isRead) {
        assertSameOrigin(request.headers);
        assertTaking();
      }
      const whenAway = isRead ? "ask-database" : "refuse";
      const session = await readSession({ cookie: request.headers.get("cookie") }, { whenAway });
      if (!session) throw new AppError("unauthorized", "Sign in first.");
      if (role !== "ANY" && session.role !== role) {
        throw new AppError("forbidden", "Your account may not do this.");
      }
      if (role === "ADMIN") await assertAdminAccess(session, { isWrite: !isRead });
      const { sessionId, userId: id, createdMs: _, ...person } = session;
      userId = id;
      if (!isRead && session.role !== "ADMIN") await assertSwitchOff("read-only");
      const answer = await handle({
        user: { id, ...person },
        sessionId,
        query: parsePart(shape.query, shape.query && readQuery(url)),
        params: parsePart(shape.params, shape.params && (await readParams(context))),
        body: parsePart(shape.body, shape.body && (await readJsonBody(request))),
        request,
        requestId,
      });
      return toResponse(answer, headers);
    } catch (error) {
      const refusal = describeError(error, { route: url.pathname, requestId, userId });
      return Response.json(refusal.body, {
        status: refusal.status,
        headers: { ...headers, ...refusal.headers },
      });
    }
  };
}

/** @throws AppError `service_unavailable` on a server that is being replaced: another one takes it. */
function assertTaking(): void {
  if (!shutdownSignal().aborted) return;
  const message = "This server is being replaced. Send it again.";
  throw new AppError("service_unavailable", message, { retryAfterSeconds: 1 });
}

function readQuery(url: URL): Record<string, string> {
  const query = Object.fromEntries(url.searchParams);
  assertStorable(query);
  return query;
}

async function readParams(context: RouteContext | undefined): Promise<unknown> {
  const params = (await context?.params) ?? {};
  assertStorable(params);
  return params;
}

function parsePart<S extends Schema>(schema: S | undefined, value: unknown): Parsed<S> {
  return schema?.parse(value) as Parsed<S>;
}

function toResponse(answer: Answer, headers: Record<string, string>): Response {
  const all = { ...headers, ...answer.headers };
  if (answer.text !== undefined)
    return new Response(answer.text, { status: answer.status ?? 200, headers: all });
  if (answer.body === undefined) return new Response(null, { status: answer.status ?? 204, headers: all });
  return Response.json(answer.body, { status: answer.status ?? 200, headers: all });
}
