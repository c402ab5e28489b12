import "server-only";
import type { z } from "zod";
import { assertAdminAccess } from "@/lib/auth/admin-access";
import { isProbablyValid, readSessionOf } from "@/lib/auth/session/read-session";
import type { Role } from "@/lib/auth/session/session-store";
import { readSessionToken } from "@/lib/auth/session/session-token";
import { isSampleUser } from "@/lib/core/sample-account";
import { assertSwitchOff } from "@/lib/db/portfolio/assert-switch-off";
import { assertSameOrigin } from "@/lib/http/assert-same-origin";
import { findRequestId } from "@/lib/http/find-request-id";
import { clientKey, signedInKey } from "@/lib/http/identify-caller";
import { findClientIp } from "@/lib/http/limits/client-ip";
import { consumeLimit } from "@/lib/http/limits/consume-limit";
import type { LimitName } from "@/lib/http/limits/rate-limits";
import { assertStorable, readJsonBody } from "@/lib/http/read-json-body";
import { API_POLICY } from "@/lib/http/security-headers";
import { toErrorResponse } from "@/lib/http/to-error-response";
import { toJsonResponse } from "@/lib/http/to-json-response";
import { type ResponseParts, toResponse } from "@/lib/http/to-response";
import { shutdownSignal } from "@/lib/infra/shutdown";
import { type RequestOrigin, runWithOrigin } from "@/lib/infra/telemetry/request-origin";
import { AppError } from "@/lib/schemas/api-error";

/** Stored characters of a user agent. */
const MAX_AGENT = 300;

type Schema = z.ZodType | undefined;
export type Parsed<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;

/**
 * The inputs of a route. A part without a schema is not read. `limit`: the allowance that a call consumes,
 * which may depend on its body; by default "read" for reads and "write" for writes.
 */
export type RouteShape<B extends Schema, Q extends Schema, P extends Schema> = {
  body?: B;
  query?: Q;
  params?: P;
  limit?: LimitName | ((body: Parsed<B>) => LimitName);
};

/** Arguments of an authenticated route's handler. */
export type UserCall<B extends Schema, Q extends Schema, P extends Schema> = {
  user: { id: string; role: Role; email: string; displayName: string };
  sessionId: string;
  body: Parsed<B>;
  query: Parsed<Q>;
  params: Parsed<P>;
  request: Request;
  requestId: string;
};

/** What a call must get before it is handled; resolves with what takes it back. */
export type Claim<B> = (call: { userId: string; request: Request; body: B }) => Promise<() => Promise<void>>;

export type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> };

/**
 * Wraps every authenticated request: checks origin of writes, session, limit, role, then the inputs, in this
 * order, so that a route's inputs can't be probed without a session. Requests without a session are counted
 * by client IP. `claim` must succeed before the call is handled; with a limit that depends on the body it
 * shares that limit's request to Redis, and the session's, too, if that is probably valid.
 */
export function respondWithSession<B extends Schema, Q extends Schema, P extends Schema>(
  role: Role | "ANY",
  shape: RouteShape<B, Q, P>,
  handle: (call: UserCall<B, Q, P>) => Promise<ResponseParts> | ResponseParts,
  claim?: Claim<Parsed<B>>,
): (request: Request, context?: RouteContext) => Promise<Response> {
  return async (request, context) => {
    const requestId = findRequestId(request.headers);
    const headers: Record<string, string> = {
      "x-request-id": requestId,
      "cache-control": "no-store",
      "content-security-policy": API_POLICY,
    };
    let userId: string | undefined;
    try {
      const isRead = request.method === "GET" || request.method === "HEAD";
      if (!isRead) {
        assertSameOrigin(request.headers);
        assertTaking();
      }
      const usual = isRead ? "read" : "write";
      const limitOf = typeof shape.limit === "function" ? shape.limit : null;
      const token = await readSessionToken(request.headers.get("cookie"));
      const consume = (limit: LimitName, id: string) =>
        consumeLimit(limit, signedInKey(id, request.headers), headers);
      const take = async (id: string, body: Parsed<B>) => {
        const counted = limitOf === null ? undefined : consume(limitOf(body), id);
        const claimed = claim?.({ userId: id, request, body });
        // The limit's rejection takes precedence.
        claimed?.catch(() => {});
        await counted;
        return claimed;
      };
      const parse = () => parseParts(shape, request, context);
      const isEarly = claim !== undefined && limitOf !== null && token !== null && isProbablyValid(token);
      const parsing = isEarly ? parse() : null;
      const early = await parsing?.catch(() => null);
      // Both send their part of one request to Redis in this turn.
      const reading = token && readSessionOf(token, { whenUnavailable: isRead ? "ask-database" : "reject" });
      const taking = token && early ? take(token.userId, early.body) : null;
      taking?.catch(() => {});
      const session = await reading;
      if (!session) {
        await taking?.then((release) => release?.()).catch(() => {});
        const limit = typeof shape.limit === "string" ? shape.limit : usual;
        await consumeLimit(limit, clientKey(request.headers), headers);
        throw new AppError("unauthorized", "Sign in first.");
      }
      const { sessionId, userId: id, createdMs: _, ...person } = session;
      userId = id;
      if (limitOf === null) await consume((shape.limit as LimitName | undefined) ?? usual, id);
      if (role !== "ANY" && session.role !== role) {
        throw new AppError("forbidden", "Your account may not do this.");
      }
      if (role === "ADMIN") await assertAdminAccess(session, { isWrite: !isRead });
      if (!isRead && isSampleUser(id)) {
        throw new AppError("forbidden", "The sample account is read-only. Register for free to trade.");
      }
      if (!isRead && session.role !== "ADMIN") await assertSwitchOff("read-only");
      const parts =
        limitOf === null ? await parse() : await parseOr(parsing ?? parse(), () => consume(usual, id));
      await (taking ?? take(id, parts.body));
      const call = { user: { id, ...person }, sessionId, ...parts, request, requestId };
      // What an admin changes is audited with its origin.
      const response =
        role === "ADMIN"
          ? await runWithOrigin(readOrigin(request.headers), () => handle(call))
          : await handle(call);
      return toResponse(request, response, headers);
    } catch (error) {
      const rejection = toErrorResponse(error, { route: new URL(request.url).pathname, requestId, userId });
      return toJsonResponse(request, rejection.body, {
        status: rejection.status,
        headers: { ...headers, ...rejection.headers },
      });
    }
  };
}

function readOrigin(headers: Headers): RequestOrigin {
  return { clientIp: findClientIp(headers), agent: headers.get("user-agent")?.slice(0, MAX_AGENT) ?? null };
}

/** The parsed input. Invalid input is counted before it is rejected. */
async function parseOr<T>(parsing: Promise<T>, count: () => Promise<void>): Promise<T> {
  try {
    return await parsing;
  } catch (error) {
    await count();
    throw error;
  }
}

async function parseParts<B extends Schema, Q extends Schema, P extends Schema>(
  shape: RouteShape<B, Q, P>,
  request: Request,
  context: RouteContext | undefined,
) {
  return {
    query: parsePart(shape.query, shape.query && readQuery(new URL(request.url))),
    params: parsePart(shape.params, shape.params && (await readParams(context))),
    body: parsePart(shape.body, shape.body && (await readJsonBody(request))),
  };
}

/**
 * @throws AppError `service_unavailable` on a server that is shutting down: another one accepts the request
 */
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
