import { createServer, get, type IncomingMessage } from "node:http";
import { startBybit } from "@/dev/bybit/start-bybit";
import { startUpstashRedis } from "@/dev/upstash-redis/start-upstash-redis";
import { serveStream } from "@/lib/http/serve-stream";
import { type IngestResult, runIngest } from "@/lib/market/run-ingest";
import type { Book, Tick, Trades } from "@/lib/schemas/market";
import type { Delta, KeyFrame, StreamEvents } from "@/lib/schemas/market-stream";
import { StreamDecoder } from "@/lib/stream/stream-decoder";
import { StalledSocket } from "@/tests/faults/stalled-socket";

/** Impatient timing, so that a test need not wait for what production rightly waits for. */
const FAST_TIMING = {
  pingMs: 500,
  silenceMs: 2_000,
  backoff: { firstMs: 50, maxMs: 200 },
  refused: { firstMs: 100, maxMs: 400 },
};

/** What a browser makes of the stream: notices and pings as they came, and what key frames and deltas changed. */
type ReaderEvents = Pick<StreamEvents, "notice" | "ping"> & { tick: Tick; book: Book; trades: Trades };
export type StreamEvent = {
  [Name in keyof ReaderEvents]: { event: Name; data: ReaderEvents[Name] };
}[keyof ReaderEvents];

/** The market path in this process, over real sockets: venue, Redis, ingest, hub and stream. */
export type MarketFixture = {
  streamUrl: string;
  redisUrl: string;
  /** Starts an ingest run as cron would; stop it by its controller. */
  startRun: (owner: string) => { stop: () => void; ended: Promise<IngestResult> };
  /** Opens a stream for a reader that takes `bytesPerSecond` and no more. */
  openStalled: (query: string, bytesPerSecond: number) => StalledSocket;
  controlVenue: (switches: object) => Promise<void>;
  controlRedis: (switches: object) => Promise<void>;
  close: () => Promise<void>;
};

/** Starts the whole path on free ports. Call once in a test file: the hub belongs to the process. */
export async function startMarketFixture(options: { symbols: string[] }): Promise<MarketFixture> {
  const redis = await startUpstashRedis({});
  const venue = await startBybit({ seed: 7, symbols: options.symbols });
  Object.assign(process.env, {
    UPSTASH_REDIS_REST_URL: redis.url,
    UPSTASH_REDIS_REST_TOKEN: redis.token,
    QSTASH_TOKEN: "none",
    QSTASH_CURRENT_SIGNING_KEY: "sig_none_current_key",
    QSTASH_NEXT_SIGNING_KEY: "sig_none_next_key",
    // The path must not need a database.
    DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
    CRON_SECRET: "fixture-cron-secret",
    NEXTAUTH_SECRET: "fixture-secret-of-sessions-0123456789",
    BYBIT_WS_URL: venue.wsUrl,
    BYBIT_REST_URL: venue.restUrl,
    MARKET_KIND: "simulated",
    MARKET_ID: venue.source.id,
    MARKET_NAME: venue.source.name,
    MARKET_SYMBOLS: options.symbols.join(","),
    STREAMS_PER_ADDRESS: "20",
  });
  const server = createServer((request, response) => void serveStream(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : 0;
  const runs = new Set<{ stop: () => void; ended: Promise<IngestResult> }>();

  return {
    streamUrl: `http://127.0.0.1:${port}/api/stream`,
    redisUrl: redis.url,
    startRun: (owner) => {
      const controller = new AbortController();
      const ended = runIngest({
        owner,
        wsUrl: venue.wsUrl,
        symbols: options.symbols,
        runMs: 120_000,
        signal: controller.signal,
        timing: FAST_TIMING,
      });
      const run = { stop: () => controller.abort(), ended };
      runs.add(run);
      return run;
    },
    openStalled: (query, bytesPerSecond) => {
      const request = `GET /api/stream?${query} HTTP/1.1\r\nHost: x\r\n\r\n`;
      const socket = new StalledSocket({ request, bytesPerSecond });
      server.emit("connection", socket);
      return socket;
    },
    controlVenue: (switches) => control(new URL("/__control", venue.restUrl).href, switches),
    controlRedis: (switches) => control(new URL("/__control", redis.url).href, switches),
    close: async () => {
      for (const run of runs) run.stop();
      await Promise.all([...runs].map((run) => run.ended));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([redis.close(), venue.close()]);
    },
  };
}

async function control(url: string, switches: object): Promise<void> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(switches) });
  if (!answer.ok) throw new Error(`The stand-in refused the switches: ${await answer.text()}`);
}

/** A browser's view of the stream: every event it got, and a way to wait for one. */
export type StreamReader = {
  events: StreamEvent[];
  isEnded: () => boolean;
  /** Resolves with the first event from now on that `matches`. @throws Error after `limitMs`. */
  next: <Event extends StreamEvent>(
    matches: (event: StreamEvent) => event is Event,
    limitMs?: number,
  ) => Promise<Event>;
  close: () => void;
};

/** Opens a stream and reads it as it comes. @throws Error with the answer when it is refused. */
export async function readStream(url: string): Promise<StreamReader> {
  const request = get(url, { agent: false });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.on("response", resolve);
    request.on("error", reject);
  });
  if (response.statusCode !== 200) throw new Error(`The stream answered ${response.statusCode}.`);
  const events: StreamEvent[] = [];
  const waiters = new Set<(event: StreamEvent) => void>();
  const decoder = new StreamDecoder();
  let rest = "";
  let ended = false;
  response.on("error", () => {});
  response.on("close", () => {
    ended = true;
  });
  response.setEncoding("utf8").on("data", (text: string) => {
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const match = /^event: (\w+)\ndata: (.*)$/.exec(block);
      if (!match) continue;
      for (const event of decodeEvent(decoder, match[1] ?? "", JSON.parse(match[2] ?? ""))) {
        events.push(event);
        for (const waiter of waiters) waiter(event);
      }
    }
  });
  return {
    events,
    isEnded: () => ended,
    next: (matches, limitMs = 15_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiters.delete(waiter);
          reject(
            new Error(
              `No such event within ${limitMs} ms; the last was ${JSON.stringify(events.at(-1))?.slice(0, 300)}`,
            ),
          );
        }, limitMs);
        const waiter = (event: StreamEvent) => {
          if (!matches(event)) return;
          clearTimeout(timer);
          waiters.delete(waiter);
          resolve(event as never);
        };
        waiters.add(waiter);
      }),
    close: () => request.destroy(),
  };
}

/** @throws Error when an event of a selection is missing. */
function decodeEvent(decoder: StreamDecoder, name: string, data: unknown): StreamEvent[] {
  if (name !== "key" && name !== "delta") return [{ event: name, data } as StreamEvent];
  const decoded = name === "key" ? decoder.applyKey(data as KeyFrame) : decoder.applyDelta(data as Delta);
  if (decoded.kind === "gap") throw new Error(`An event of selection ${decoded.selection} is missing.`);
  return decoded.symbols.flatMap(({ tick, book, newTrades }): StreamEvent[] => [
    { event: "tick", data: tick },
    ...(book ? [{ event: "book" as const, data: book }] : []),
    ...(newTrades.length > 0
      ? [{ event: "trades" as const, data: { symbol: tick.symbol, trades: newTrades } }]
      : []),
  ]);
}

type TickEvent = Extract<StreamEvent, { event: "tick" }>;
type NoticeEvent = Extract<StreamEvent, { event: "notice" }>;

/** Matches the next tick of a symbol. */
export function isTickOf(symbol: string): (event: StreamEvent) => event is TickEvent {
  return (event): event is TickEvent => event.event === "tick" && event.data.symbol === symbol;
}

/** Matches a notice that the feed has reached a state. */
export function isFeedState(state: string): (event: StreamEvent) => event is NoticeEvent {
  return (event): event is NoticeEvent =>
    event.event === "notice" && event.data.kind === "feed" && event.data.state === state;
}

/** Matches a notice about Redis. */
export function isRedisNotice(kind: "degraded" | "recovered"): (event: StreamEvent) => event is NoticeEvent {
  return (event): event is NoticeEvent => event.event === "notice" && event.data.kind === kind;
}
