import "server-only";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { readSession, type Session } from "@/lib/auth/read-session";
import { watchSession } from "@/lib/auth/watch-session";
import { requireOwnPortfolio } from "@/lib/db/portfolios";
import { describeError } from "@/lib/http/error-response";
import { EventStream } from "@/lib/http/event-stream";
import { claimStream } from "@/lib/http/stream-quota";
import { getEnv } from "@/lib/infra/env";
import { shutdownSignal } from "@/lib/infra/shutdown";
import { getHub } from "@/lib/market/hub";
import { assertKnownSymbols } from "@/lib/market/instruments";
import type { WantedSymbols } from "@/lib/market/stream-selections";
import { AppError } from "@/lib/schemas/api-error";
import { streamQuerySchema } from "@/lib/schemas/market-requests";
import { getPortfolioHub } from "@/lib/trading/portfolio-hub";

const RETRY_MS = 1_000;

type Cursor = { id: string; cursor: number | null };
/** Portfolios that come along with the prices, and the session that opened them. */
type OpenPortfolios = { session: Session; portfolios: Cursor[] };

/**
 * Serves one browser's stream: the market to everybody, a portfolio to its owner. Everything that can be refused
 * is refused before the first byte, as JSON; after it the stream only ends: on purpose before the platform's time
 * limit or when the server is replaced, with its session, or with its reader.
 */
export async function serveStream(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = randomUUID();
  response.setHeader("x-request-id", requestId);
  try {
    if (shutdownSignal().aborted) throw new AppError("service_unavailable", "This server is being replaced.");
    if (request.method !== "GET") throw new AppError("method_not_allowed", "The stream is read with GET.");
    const { searchParams } = new URL(request.url ?? "/", "http://localhost");
    const selection = streamQuerySchema.parse(Object.fromEntries(searchParams));
    // Before anything is looked up: what one address can make us look up at a time is bounded as well.
    response.on("close", claimStream(request));
    await assertKnownSymbols([...selection.rows, ...selection.symbols]);
    const own = await findPortfolios(request, selection.portfolios);
    const hub = getHub();
    await hub.ready();
    if (response.destroyed) return;
    openStream(response, selection, own);
  } catch (error) {
    const { status, body } = describeError(error, { route: "/api/stream", requestId });
    response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify(body));
  }
}

/** @throws AppError `unauthorized` without a session, `not_found` for a portfolio of somebody else */
async function findPortfolios(request: IncomingMessage, wanted: Cursor[]): Promise<OpenPortfolios | null> {
  if (wanted.length === 0) return null;
  const session = await readSession({ cookie: request.headers.cookie ?? null });
  if (!session) throw new AppError("unauthorized", "Sign in first.");
  await Promise.all(wanted.map(({ id }) => requireOwnPortfolio(session.userId, id)));
  const resumed = request.headers["last-event-id"];
  const isSequence = typeof resumed === "string" && /^\d{1,9}$/.test(resumed);
  const [only] = wanted;
  // Sequences of several portfolios can't be told apart by the id of the last event.
  if (!isSequence || only === undefined || wanted.length > 1) return { session, portfolios: wanted };
  return { session, portfolios: [{ id: only.id, cursor: Number(resumed) }] };
}

function openStream(response: ServerResponse, selection: WantedSymbols, own: OpenPortfolios | null): void {
  const stream = new EventStream(response);
  const { greeting, catchUp, leave } = getHub().join(stream, selection);
  const missed = () => {
    for (const { id } of own?.portfolios ?? []) getPortfolioHub().refresh(id);
  };
  stream.open({
    retryMs: RETRY_MS,
    greeting,
    catchUp: () => {
      // What was missed of the portfolios comes after what was missed of the market.
      setImmediate(missed);
      return catchUp();
    },
  });
  const ends = own ? joinPortfolios(stream, own) : [];
  // Spread over the last tenth, so that browsers that came together do not all come back together.
  const lifeMs = getEnv().STREAM_MAX_SECONDS * 1_000 * (0.9 + Math.random() * 0.1);
  const timer = setTimeout(() => stream.end(), lifeMs);
  const endNow = () => stream.end();
  shutdownSignal().addEventListener("abort", endNow);
  response.on("close", () => {
    clearTimeout(timer);
    shutdownSignal().removeEventListener("abort", endNow);
    leave();
    for (const end of ends) end();
  });
}

function joinPortfolios(stream: EventStream, { session, portfolios }: OpenPortfolios): (() => void)[] {
  const send = (bytes: Buffer) => stream.send(bytes);
  return [
    ...portfolios.map(({ id, cursor }) => getPortfolioHub().join(id, { send, cursor })),
    watchSession(session, () => stream.end()),
  ];
}
