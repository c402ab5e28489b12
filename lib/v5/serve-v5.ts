import "server-only";
import { recordCall } from "@/lib/auth/api-key-use";
import { assertSwitchOff } from "@/lib/db/portfolio/assert-switch-off";
import type { CalledKey } from "@/lib/db/queries/users/api-keys";
import { shutdownSignal } from "@/lib/infra/shutdown";
import { authenticate, readCredentials } from "@/lib/v5/authenticate";
import { type Call, ExtendedResult } from "@/lib/v5/call";
import { consumeKeyLimit, type KeyLimit, LimitExceeded, type LimitState } from "@/lib/v5/consume-key-limit";
import { ENDPOINTS, type Endpoint } from "@/lib/v5/endpoints";
import { listQuerySpellings } from "@/lib/v5/wire/query-spellings";
import { toWireFault } from "@/lib/v5/wire/to-wire-fault";
import { badParameter, V5Error } from "@/lib/v5/wire/v5-error";

/** A request as received. `isRawQuery`: the query is the text that was sent, not one with other escapes. */
export type V5Request = {
  method: string;
  path: string;
  query: string;
  isRawQuery: boolean;
  headers: Headers;
  body: string;
  ip: string;
};

/** The response, and what is to be done after it. Every rejection has HTTP status 200. */
export type V5Response = { text: string; headers: Record<string, string>; later: (() => Promise<void>)[] };

/** The call of an endpoint without rights, which reads nothing of it. */
const NOBODY = null as never;
const CATEGORIES = new Set(["linear", "inverse", "spot", "option"]);

/** Serves one call of the Bybit v5 API: the same function behind both mounts. */
export async function serveV5(request: V5Request): Promise<V5Response> {
  const later: V5Response["later"] = [];
  const nowMs = Date.now();
  let limit: LimitState | null = null;
  try {
    const endpoint = findEndpoint(request);
    const input = readInput(request);
    const key = await identify(endpoint, request, nowMs);
    const caller = {
      key,
      ip: request.ip,
      nowMs,
      later: (work: () => Promise<void>) => void later.push(work),
    };
    const response = await callEndpoint(endpoint, input, caller);
    limit = response.limit;
    return respond({ retCode: 0, retMsg: "OK", result: response.result }, { limit, nowMs, later });
  } catch (error) {
    const fault = toWireFault(error, `${request.method} ${request.path}`);
    if (fault instanceof LimitExceeded) limit = fault.state;
    const { retCode, message: retMsg, result } = fault;
    return respond({ retCode, retMsg, result }, { limit, nowMs, later });
  }
}

/** Who calls an endpoint; without a key only market data can be read. */
type Caller = Pick<Call, "nowMs" | "later"> & { key: CalledKey | null; ip: string };

/**
 * Carries out a call whose credentials are checked: rights, inputs, limits. A call with invalid inputs is counted as well.
 * REST and sockets end here.
 *
 * @throws V5Error, AppError, ZodError: see `toWireFault`
 */
export async function callEndpoint(
  endpoint: Endpoint,
  input: Record<string, unknown>,
  { key, ip, nowMs, later }: Caller,
): Promise<{ result: object; limit: LimitState | null }> {
  if (endpoint.right === "trade") {
    if (!key?.canTrade) throw new V5Error(10005, "Permission denied, please check your API key permissions.");
    await assertTaking();
  }
  const { foreign, parsed, name } = await parseInput(endpoint, input).catch(async (error) => {
    await (key === null
      ? consumeKeyLimit("ip", { who: ip })
      : consumeKeyLimit("read", { who: key.key, userId: key.userId }));
    throw error;
  });
  if (key === null) {
    await consumeKeyLimit("ip", { who: ip });
    return { result: foreign ?? (await endpoint.handle(NOBODY, parsed as never)), limit: null };
  }
  recordCall(key.portfolioId, key.key, nowMs);
  const cost = parsed === null ? 1 : (endpoint.cost?.(parsed) ?? 1);
  const limit = await consumeKeyLimit(name, { who: key.key, userId: key.userId, cost });
  const { portfolioId, userId } = key;
  const call: Call = { key, portfolioId, userId, nowMs, later };
  return { result: foreign ?? (await endpoint.handle(call, parsed as never)), limit };
}

/** @throws V5Error, ZodError */
async function parseInput(endpoint: Endpoint, input: Record<string, unknown>) {
  const foreign = findForeign(endpoint, input);
  const parsed = foreign === null ? (endpoint.schema.parse(input) as never) : null;
  return { foreign, parsed, name: limitOf(endpoint, parsed) };
}

/** The limit that a call counts for. A call of another category, of which only reads come here, has no parsed input. */
function limitOf({ limit }: Endpoint, parsed: never | null): KeyLimit {
  if (typeof limit !== "function") return limit;
  return parsed === null ? "read" : limit(parsed);
}

/** @throws V5Error 10017 */
function findEndpoint({ method, path }: V5Request): Endpoint {
  const endpoint = Object.hasOwn(ENDPOINTS, `${method} ${path}`) ? ENDPOINTS[`${method} ${path}`] : undefined;
  if (endpoint === undefined) throw new V5Error(10017, "Route not found.");
  return endpoint;
}

/** The key of a call; null where none is needed. Calls without a valid key are counted by client IP. @throws V5Error */
async function identify(endpoint: Endpoint, request: V5Request, nowMs: number): Promise<CalledKey | null> {
  return endpoint.right === "none" ? null : authenticateRequest(request, nowMs);
}

async function authenticateRequest(request: V5Request, nowMs: number) {
  try {
    const { query, isRawQuery, body, headers, ip } = request;
    const queries = isRawQuery ? [query] : listQuerySpellings(query);
    const payloads = request.method === "GET" ? queries : [body];
    return await authenticate(readCredentials(headers), { payloads, ip, nowMs });
  } catch (error) {
    await consumeKeyLimit("ip", { who: request.ip });
    throw error;
  }
}

/** @throws V5Error 10016 while writes are switched off, and on a server that shuts down */
async function assertTaking(): Promise<void> {
  await assertSwitchOff("read-only");
  if (shutdownSignal().aborted)
    throw new V5Error(10016, "Server error. This server is being replaced; send it again.");
}

/** @throws V5Error 10001 for a body that is not a JSON object */
function readInput({ method, query, body }: V5Request): Record<string, unknown> {
  if (method === "GET") return Object.fromEntries(new URLSearchParams(query));
  if (body === "") return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw badParameter("the body is not JSON");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw badParameter("the body must be a JSON object");
  }
  return parsed as Record<string, unknown>;
}

/**
 * The result for another market than USDT perpetuals: an empty list for a read. Null for ours.
 *
 * @throws V5Error 10001 for a write, and for what is no category
 */
function findForeign(endpoint: Endpoint, input: Record<string, unknown>): object | null {
  const { category = "linear" } = input;
  if (category === null || category === "" || category === "linear") return null;
  if (typeof category !== "string" || !CATEGORIES.has(category)) throw new V5Error(10001, "Illegal category");
  if (endpoint.right === "trade") throw new V5Error(10001, "Not supported symbols");
  return { category, list: [], nextPageCursor: "" };
}

function respond(
  body: { retCode: number; retMsg: string; result: object },
  { limit, nowMs, later }: { limit: LimitState | null; nowMs: number; later: V5Response["later"] },
): V5Response {
  const { result } = body;
  const [shown, extension] =
    result instanceof ExtendedResult ? [result.result, result.extension] : [result, {}];
  const text = JSON.stringify({ ...body, result: shown, retExtInfo: extension, time: Date.now() });
  const headers: Record<string, string> = {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    timenow: String(nowMs),
    ...(limit && toLimitHeaders(limit)),
  };
  return { text, headers, later };
}

/** The state of a limit, as the headers of REST and of the trade socket have it. */
export function toLimitHeaders({ limit, left, resetMs }: LimitState): Record<string, string> {
  return {
    "X-Bapi-Limit": String(limit),
    "X-Bapi-Limit-Status": String(left),
    "X-Bapi-Limit-Reset-Timestamp": String(Math.ceil(resetMs)),
  };
}
