import "server-only";
import { getNotificationHub } from "@/lib/alerts/notification-hub";
import { readSession, type Session } from "@/lib/auth/session/read-session";
import { watchSession } from "@/lib/auth/session/watch-session";
import { getStandingsHub } from "@/lib/competitions/standings-hub";
import { requireCompetition } from "@/lib/db/competitions/competitions";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import { claimStream } from "@/lib/http/stream/claim-stream";
import { EventStream, type StreamSink } from "@/lib/http/stream/event-stream";
import { getEnv } from "@/lib/infra/env/env";
import { EventBlock, type StreamForm } from "@/lib/infra/event-block";
import { shutdownSignal } from "@/lib/infra/shutdown";
import { assertKnownSymbols } from "@/lib/market/reference/instruments";
import { getHub } from "@/lib/market/stream/hub";
import type { WantedSymbols } from "@/lib/market/stream/stream-selections";
import { AppError } from "@/lib/schemas/api-error";
import { streamQuerySchema } from "@/lib/schemas/market/market-requests";
import { DEFLATED_EVENTS } from "@/lib/schemas/market/market-stream";
import { getPortfolioHub } from "@/lib/trading/portfolio/portfolio-hub";

/** How long a browser waits before it reconnects after a stream has ended, in ms. */
const RETRY = new EventBlock("retry: 1000\n\n");

/** A request for a stream, on either server. `closed` is aborted when its connection ends. */
export type StreamRequest = { method: string; url: string; headers: Headers; closed: AbortSignal };

/** An accepted stream: the response headers, and the function that writes its events until `closed`. */
export type AcceptedStream = { headers: Record<string, string>; start: (sink: StreamSink) => void };

type Cursor = { id: string; cursor: number | null };
/** Portfolios that are streamed with the prices, and their session. */
type OpenPortfolios = { session: Session; portfolios: Cursor[] };

/**
 * Accepts one reader's stream: the market and tables for all readers, a portfolio for its owner. All rejections happen
 * before the first byte; afterwards the stream only ends: before the platform's time limit, when the server
 * is replaced, with its session, or with its reader.
 *
 * @throws AppError the rejection to respond with
 */
export async function acceptStream(request: StreamRequest): Promise<AcceptedStream> {
  if (shutdownSignal().aborted) throw new AppError("service_unavailable", "This server is being replaced.");
  if (request.method !== "GET") throw new AppError("method_not_allowed", "The stream is read with GET.");
  const { searchParams } = new URL(request.url, "http://localhost");
  const wanted = streamQuerySchema.parse(Object.fromEntries(searchParams));
  // Must precede all queries, so that one client IP's concurrent queries are bounded as well.
  const release = claimStream(request.headers);
  try {
    await assertKnownSymbols([...wanted.rows, ...wanted.symbols]);
    const own = await findPortfolios(request, wanted.portfolios);
    if (wanted.competition !== null) await requireCompetition(wanted.competition);
    await getHub().ready();
    if (request.closed.aborted) throw new AppError("service_unavailable", "The reader has left.");
    const form = readForm(request.headers);
    request.closed.addEventListener("abort", release, { once: true });
    return {
      headers: headersOf(form),
      start: (sink) =>
        runStream({ sink, form, wanted, own, competition: wanted.competition, closed: request.closed }),
    };
  } catch (error) {
    release();
    throw error;
  }
}

function readForm(headers: Headers): StreamForm {
  return headers.get("accept")?.includes(DEFLATED_EVENTS) ? "deflate" : "text";
}

function headersOf(form: StreamForm): Record<string, string> {
  return {
    "content-type": form === "deflate" ? DEFLATED_EVENTS : "text/event-stream; charset=utf-8",
    // Proxies must not store, compress or buffer events.
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
    vary: "accept",
  };
}

/** @throws AppError `unauthorized` without a session, `not_found` for a portfolio of another user */
async function findPortfolios(request: StreamRequest, wanted: Cursor[]): Promise<OpenPortfolios | null> {
  if (wanted.length === 0) return null;
  const session = await readSession({ cookie: request.headers.get("cookie") });
  if (!session) throw new AppError("unauthorized", "Sign in first.");
  await Promise.all(wanted.map(({ id }) => requireOwnPortfolio(session.userId, id)));
  const resumed = request.headers.get("last-event-id");
  const isSequence = resumed !== null && /^\d{1,9}$/.test(resumed);
  const [only] = wanted;
  // One last event id can't hold the sequence numbers of several portfolios.
  if (!isSequence || only === undefined || wanted.length > 1) return { session, portfolios: wanted };
  return { session, portfolios: [{ id: only.id, cursor: Number(resumed) }] };
}

function runStream(options: {
  sink: StreamSink;
  form: StreamForm;
  wanted: WantedSymbols;
  own: OpenPortfolios | null;
  competition: string | null;
  closed: AbortSignal;
}): void {
  const { sink, form, wanted, own, competition, closed } = options;
  const sendBlock = (block: EventBlock) => stream.sendBlock(block);
  const refresh = () => {
    if (competition !== null) getStandingsHub().refresh(competition, sendBlock);
    for (const { id } of own?.portfolios ?? []) getPortfolioHub().refresh(id);
    if (own) getNotificationHub().refresh(own.session.userId);
  };
  const reader = getHub().join(wanted, form);
  const stream = new EventStream({
    form,
    sink,
    catchUp: () => {
      // Missed events of portfolios and the table follow the missed market data.
      setImmediate(refresh);
      return reader.catchUp();
    },
  });
  stream.send(Buffer.concat([RETRY.bytes(form), reader.greeting]));
  const leave = reader.begin(stream);
  const stops = own ? joinPortfolios(stream, own) : [];
  if (competition !== null) stops.push(getStandingsHub().join(competition, sendBlock));
  // Spread over the last tenth, so that browsers that connected together do not reconnect together.
  const lifeMs = getEnv().STREAM_MAX_SECONDS * 1_000 * (0.9 + Math.random() * 0.1);
  const timer = setTimeout(() => stream.end(), lifeMs);
  const endNow = () => stream.end();
  shutdownSignal().addEventListener("abort", endNow);
  const onClosed = () => {
    stream.close();
    clearTimeout(timer);
    shutdownSignal().removeEventListener("abort", endNow);
    leave();
    for (const stop of stops) stop();
  };
  if (closed.aborted) onClosed();
  else closed.addEventListener("abort", onClosed, { once: true });
}

function joinPortfolios(stream: EventStream, { session, portfolios }: OpenPortfolios): (() => void)[] {
  const send = (block: EventBlock) => stream.sendBlock(block);
  return [
    ...portfolios.map(({ id, cursor }) => getPortfolioHub().join(id, { send, cursor })),
    ...portfolios.map(({ id }) => getNotificationHub().join(session.userId, { portfolioId: id, send })),
    watchSession(session, () => stream.end()),
  ];
}
