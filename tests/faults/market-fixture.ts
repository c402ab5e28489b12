import { createServer, get, type IncomingHttpHeaders, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createInflateRaw } from "node:zlib";
import { GET } from "@/app/api/stream/route";
import { startBybit } from "@/emulators/bybit/start-bybit";
import { startUpstashRedis } from "@/emulators/upstash-redis/start-upstash-redis";
import { startGateway } from "@/lib/gateway/start-gateway";
import { recordSocketIp } from "@/lib/http/limits/record-socket-ip";
import { recordNodeResponses } from "@/lib/http/node-responses";
import { type RunResult, runIngest } from "@/lib/market/ingest/run-ingest";
import { type Shard, symbolsOfShard } from "@/lib/market/ingest/shards";
import type { BookDto, Tick, Trades } from "@/lib/schemas/market/market";
import {
  DEFLATED_EVENTS,
  type Delta,
  type KeyFrame,
  type StreamEvents,
  UNNAMED_EVENT,
} from "@/lib/schemas/market/market-stream";
import { StreamDecoder } from "@/lib/stream/stream-decoder";
import { serveRoute } from "@/tests/faults/serve-route";
import { StalledSocket } from "@/tests/faults/stalled-socket";

/** Short timeouts for tests. */
export const FAST_TIMING = {
  pingMs: 500,
  silenceMs: 2_000,
  backoff: { firstMs: 50, maxMs: 200 },
  rejected: { firstMs: 100, maxMs: 400 },
};

/** Which of the two servers serves the stream. */
export type StreamMount = "gateway" | "route";

/**
 * A browser's view of the stream: notices and pings as received, and the changes of key frames and deltas.
 */
type ReaderEvents = Pick<StreamEvents, "notice" | "ping"> & { tick: Tick; book: BookDto; trades: Trades };
export type StreamEvent = {
  [Name in keyof ReaderEvents]: { event: Name; data: ReaderEvents[Name] };
}[keyof ReaderEvents];

/** The market path in this process, over real sockets: venue, Redis, ingest, hub and stream. */
export type MarketFixture = {
  streamUrl: string;
  redisUrl: string;
  /** Starts an ingest run as cron would, of the whole market where no shard is named. */
  startRun: (owner: string, shard?: Shard) => { stop: () => void; ended: Promise<RunResult> };
  /** Opens a stream for a reader that takes `bytesPerSecond` and no more. */
  openStalled: (query: string, bytesPerSecond: number) => StalledSocket;
  controlVenue: (switches: object) => Promise<void>;
  controlRedis: (switches: object) => Promise<void>;
  close: () => Promise<void>;
};

/** Starts the whole path on free ports. Call once in a test file: the hub belongs to the process. */
export async function startMarketFixture(options: {
  symbols: string[];
  mount: StreamMount;
  /** How many shards the feed has; one unless given. */
  shards?: number;
  env?: Record<string, string>;
}): Promise<MarketFixture> {
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
    STREAMS_PER_IP: "20",
    STREAM_OPENINGS_PER_MINUTE: "500",
    CLIENT_IP_HEADER: "x-test-client",
    INGEST_SHARDS: String(options.shards ?? 1),
    ...options.env,
  });
  const server = await startServer(options.mount);
  const runs = new Set<{ stop: () => void; ended: Promise<RunResult> }>();

  return {
    streamUrl: `http://127.0.0.1:${server.port}/api/stream`,
    redisUrl: redis.url,
    startRun: (owner, shard = { index: 0, count: 1 }) => {
      const controller = new AbortController();
      const ended = runIngest({
        owner,
        wsUrl: venue.wsUrl,
        shard,
        symbols: symbolsOfShard(options.symbols, shard),
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
      server.http.emit("connection", socket);
      return socket;
    },
    controlVenue: (switches) => control(new URL("/__control", venue.restUrl).href, switches),
    controlRedis: (switches) => control(new URL("/__control", redis.url).href, switches),
    close: async () => {
      for (const run of runs) run.stop();
      await Promise.all([...runs].map((run) => run.ended));
      server.http.closeAllConnections();
      await server.close();
      await Promise.all([redis.close(), venue.close()]);
    },
  };
}

type StreamServer = { http: Server; port: number; close: () => Promise<void> };

async function startServer(mount: StreamMount): Promise<StreamServer> {
  recordSocketIp();
  recordNodeResponses();
  if (mount === "gateway") return startGateway({ port: 0, host: "127.0.0.1" });
  const http = createServer((request, response) => {
    // A reader that leaves ends the pipe with an error, which Next's server logs.
    serveRoute(GET, request, response).catch(() => {});
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  return { http, port, close: () => new Promise((resolve) => http.close(() => resolve())) };
}

async function control(url: string, switches: object): Promise<void> {
  const headers = { "content-type": "application/json" };
  const reply = await fetch(url, { method: "POST", headers, body: JSON.stringify(switches) });
  if (!reply.ok) throw new Error(`The emulator rejected the switches: ${await reply.text()}`);
}

/** A browser's view of the stream: every event, and a way to wait for one. */
export type StreamReader = {
  headers: IncomingHttpHeaders;
  events: StreamEvent[];
  /** Received bytes of the body. */
  bytes: () => number;
  /** Bytes of the events after inflating; `bytes` counts what came over the wire. */
  textBytes: () => number;
  isEnded: () => boolean;
  /** Resolves with the first event from now on that `matches`. @throws Error after `limitMs`. */
  next: <Event extends StreamEvent>(
    matches: (event: StreamEvent) => event is Event,
    limitMs?: number,
  ) => Promise<Event>;
  close: () => void;
};

/** Opens a stream and reads it as it arrives, inflated if compressed. @throws Error when it is rejected. */
export async function readStream(url: string, headers: Record<string, string> = {}): Promise<StreamReader> {
  const request = get(url, { agent: false, headers });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.on("response", resolve);
    request.on("error", reject);
  });
  if (response.statusCode !== 200) throw new Error(`The stream answered ${response.statusCode}.`);
  const events: StreamEvent[] = [];
  const waiters = new Set<(event: StreamEvent) => void>();
  const decode = createDecoder();
  let received = 0;
  let decoded = 0;
  let ended = false;
  response.on("data", (chunk: Buffer) => {
    received += chunk.length;
  });
  response.on("error", () => {});
  response.on("close", () => {
    ended = true;
  });
  const isDeflated = response.headers["content-type"] === DEFLATED_EVENTS;
  const body = isDeflated ? response.pipe(createInflateRaw()).on("error", () => {}) : response;
  body.setEncoding("utf8").on("data", (text: string) => {
    decoded += Buffer.byteLength(text);
    for (const event of decode(text)) {
      events.push(event);
      for (const waiter of waiters) waiter(event);
    }
  });
  return {
    headers: response.headers,
    events,
    bytes: () => received,
    textBytes: () => decoded,
    isEnded: () => ended,
    next: (matches, limitMs = 60_000) =>
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

/** The events of a whole stream's text. @throws Error when an event of a selection is missing. */
export function decodeText(text: string): StreamEvent[] {
  const [, body = ""] = text.split("\r\n\r\n", 2);
  // HTTP chunks may split events: returns whole events only.
  return createDecoder()(body.replace(/(^|\r\n)[0-9a-f]+\r\n/g, "").replaceAll("\r\n", ""));
}

function createDecoder(): (text: string) => StreamEvent[] {
  const decoder = new StreamDecoder();
  let rest = "";
  return (text) => {
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop() ?? "";
    return blocks.flatMap((block) => {
      const match = /^(?:event: (\w+)\n)?data: (.*)$/.exec(block);
      return match ? decodeEvent(decoder, match[1] ?? UNNAMED_EVENT, JSON.parse(match[2] ?? "")) : [];
    });
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
