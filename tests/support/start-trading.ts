import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startBybit } from "@/emulators/bybit/start-bybit";
import { startQstash } from "@/emulators/qstash/start-qstash";
import { startUpstashRedis } from "@/emulators/upstash-redis/start-upstash-redis";
import { getDb } from "@/lib/db/client";
import { findActiveSymbols } from "@/lib/db/portfolio/holders-of-symbol";
import type { FeedChange } from "@/lib/market/ingest/feed-message";
import { acquireLease, FeedPublisher } from "@/lib/market/ingest/ingest-lease";
import { type RunResult, runIngest } from "@/lib/market/ingest/run-ingest";
import { nameShard } from "@/lib/market/ingest/shards";
import { readMarkets } from "@/lib/market/reference/read-markets";
import { getHub } from "@/lib/market/stream/hub";
import type { PlaceOrderBody } from "@/lib/schemas/trading/trading";
import type { PortfolioSnapshot } from "@/lib/schemas/trading/trading-responses";
import { createChangeSweeper } from "@/lib/trading/orders/order-sweeper";
import { openPracticePortfolio } from "@/lib/trading/portfolio/manage-portfolios";
import { PricePathDriver } from "@/lib/trading/price-path/price-path-driver";
import { signInAs } from "@/tests/support/sign-in-as";

const ORIGIN = "http://localhost:3000";
const PUBLISH_INTERVAL_MS = 100;
const SHARD = { index: 0, count: 1 };

/** An App Router handler of the product. */
export type RouteHandler = (
  request: Request,
  context?: { params: Promise<Record<string, string | string[] | undefined>> },
) => Promise<Response>;

/** A signed-in user with a practice portfolio. */
export type TestTrader = { userId: string; portfolioId: string; cookie: string };

/** The response of an API call. */
export type ApiResponse<T = Record<string, unknown>> = {
  status: number;
  body: T & { error?: { code: string; message: string } };
};

type Call = {
  method?: string;
  path?: string;
  body?: unknown;
  params?: Record<string, string>;
  headers?: Record<string, string>;
};

/** Everything that trading needs, in this process: venue, Redis, queue, database; routes are called directly. */
export type TradingWorld = {
  databaseUrl: string;
  /**
   * Sets a symbol's market to `price` as a leader of the feed would have received it `ageMs` ago, a tick of
   * 0.1 between bid and ask and `depth` on each side. With `atMs` the venue publishes no book after that
   * time; `walkedThrough` is the instant up to which the price path has been processed, all of it unless
   * given. For tests that can do without a venue.
   */
  setMarket: (symbol: string, price: number, options?: Omit<ShownMarket, "price">) => Promise<void>;
  /** Starts an ingest run with its settlement, as cron would. */
  lead: () => { driver: PricePathDriver; stop: () => Promise<RunResult> };
  controlVenue: (switches: object) => Promise<void>;
  controlRedis: (switches: object) => Promise<void>;
  controlQueue: (switches: object) => Promise<void>;
  /** Deliveries to a path, in order. */
  deliveries: { path: string; body: string; status: number }[];
  createTrader: (options?: { opening?: string; marginMode?: "isolated" | "cross" }) => Promise<TestTrader>;
  close: () => Promise<void>;
};

/**
 * Starts the world on free ports. Call once in a test file. `routes` are the queue's destinations by path; without
 * a venue, prices come from `setMarket` alone.
 */
export async function startTrading(options: {
  symbols: string[];
  withVenue?: boolean;
  /** A migrated database to use in place of one of its own. */
  databaseUrl?: string;
  routes: Record<string, RouteHandler>;
}): Promise<TradingWorld> {
  const [databaseUrl, redis, qstash, venue] = await Promise.all([
    options.databaseUrl ?? makeDatabase(),
    startUpstashRedis({}),
    startQstash({}),
    options.withVenue === false ? null : startBybit({ seed: 11, symbols: options.symbols }),
  ]);
  const deliveries: TradingWorld["deliveries"] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const path = request.url ?? "/";
    const headers = new Headers(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const handler = options.routes[path];
    const reply = handler
      ? await handler(new Request(new URL(path, ORIGIN), { method: "POST", headers, body }))
      : new Response(null, { status: 404 });
    deliveries.push({ path, body, status: reply.status });
    response.writeHead(reply.status, { "content-type": "application/json" }).end(await reply.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  Object.assign(process.env, {
    APP_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    DATABASE_URL: databaseUrl,
    UPSTASH_REDIS_REST_URL: redis.url,
    UPSTASH_REDIS_REST_TOKEN: redis.token,
    // Tests share the machine with each other.
    REDIS_TIMEOUT_MS: "1500",
    DATABASE_TIMEOUT_FACTOR: "4",
    RATE_LIMIT_FACTOR: "1000",
    LATENCY_GUARD_FACTOR: "10",
    QSTASH_URL: qstash.url,
    QSTASH_TOKEN: qstash.token,
    QSTASH_CURRENT_SIGNING_KEY: qstash.currentSigningKey,
    QSTASH_NEXT_SIGNING_KEY: qstash.nextSigningKey,
    CRON_SECRET: "fixture-cron-secret",
    NEXTAUTH_SECRET: "fixture-secret-of-sessions-0123456789",
    BYBIT_WS_URL: venue?.wsUrl ?? "ws://127.0.0.1:1",
    BYBIT_REST_URL: venue?.restUrl ?? "http://127.0.0.1:1",
    MARKET_KIND: "simulated",
    MARKET_ID: venue?.source.id ?? "none",
    MARKET_NAME: venue?.source.name ?? "None",
    MARKET_SYMBOLS: options.symbols.join(","),
  });
  const runs = new Set<() => Promise<RunResult>>();
  const leader = { fence: 0, sequence: 0 };
  // Created lazily: a test may set more of the environment before it is read.
  let publisher: FeedPublisher | undefined;
  const shown = new Map<string, ShownMarket>();
  const publishMarkets = async (): Promise<{ fence: number; sequence: number }> => {
    leader.fence ||= await acquireLease(SHARD, "test", Date.now());
    leader.sequence += 1;
    const sentMs = Date.now();
    publisher ??= new FeedPublisher(SHARD);
    const { outcome } = await publisher.publish({
      kind: "key",
      shard: nameShard(SHARD),
      ...leader,
      sentMs,
      offsetMs: 0,
      changes: [...shown].map(([symbol, market]) => toMarketRows(symbol, market, { ...leader, sentMs })),
    });
    if (outcome === "held") return { ...leader };
    leader.fence = 0;
    return publishMarkets();
  };
  // One after the other: an older publication must not arrive in Redis after a newer one.
  let publishing: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const showMarkets = () => {
    waiting += 1;
    const published = publishing.then(publishMarkets).finally(() => {
      waiting -= 1;
    });
    publishing = published.catch(() => {});
    return published;
  };
  // A market without changes still counts as fresh, however long a loaded machine takes for a test.
  const timer = setInterval(() => {
    if (shown.size > 0 && waiting === 0) showMarkets().catch(() => {});
  }, PUBLISH_INTERVAL_MS);
  return {
    databaseUrl,
    deliveries,
    setMarket: async (symbol, price, settings = {}) => {
      shown.set(symbol, { price, ...settings });
      await awaitPublication(symbol, await showMarkets());
    },
    lead: () => {
      const controller = new AbortController();
      const driver = new PricePathDriver();
      const changes = createChangeSweeper();
      const ended = runIngest({
        owner: `leader-${runs.size}`,
        wsUrl: venue?.wsUrl ?? "",
        shard: SHARD,
        readActiveSymbols: findActiveSymbols,
        symbols: options.symbols,
        runMs: 600_000,
        signal: controller.signal,
        onPublish: (paths) => {
          driver.consume(paths);
          changes.ask();
        },
        walkedThrough: (symbol) => driver.walkedThrough(symbol),
      });
      const stop = async () => {
        controller.abort();
        const result = await ended;
        await Promise.all([driver.finish(), changes.finish()]);
        return result;
      };
      runs.add(stop);
      return { driver, stop };
    },
    controlVenue: (switches) => control(venue?.restUrl ?? "", switches),
    controlRedis: (switches) => control(redis.url, switches),
    controlQueue: (switches) => control(qstash.url, switches),
    createTrader: async (settings = {}) => {
      const userId = crypto.randomUUID();
      const id = crypto.randomUUID();
      const open = async () => {
        const person = {
          id: userId,
          email: `${userId}@example.com`,
          displayName: "A trader",
          emailVerifiedAt: new Date(),
        };
        await getDb().user.upsert({ where: { id: userId }, create: person, update: {} });
        const { cookie } = await signInAs({ userId });
        await openPracticePortfolio(userId, { id, name: "Practice", ...settings });
        return { userId, portfolioId: id, cookie };
      };
      // A loaded machine may respond later than the product's timeouts.
      return until(open, () => true);
    },
    close: async () => {
      clearInterval(timer);
      for (const stop of runs) await stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([qstash.close(), venue?.close()]);
      await getDb().$disconnect();
      await redis.close();
    },
  };
}

/** Until the hub of this process has a publication: what is asked for next is decided by it, not by the one before. */
async function awaitPublication(
  symbol: string,
  published: { fence: number; sequence: number },
): Promise<void> {
  await until(
    async () => {
      await getHub().refresh(-1);
      return getHub().frames().get(symbol);
    },
    (frame) =>
      frame !== undefined &&
      (frame.fence > published.fence ||
        (frame.fence === published.fence && frame.sequence >= published.sequence)),
  );
}

/** Loaded lazily: it needs a test run, which a bench is not. */
async function makeDatabase(): Promise<string> {
  const { createTestDatabase } = await import("@/tests/support/create-test-database");
  return createTestDatabase();
}

type ShownMarket = {
  price: number;
  ageMs?: number;
  atMs?: number;
  depth?: string;
  mark?: number;
  walkedThrough?: (symbol: string) => number;
};

function toMarketRows(
  symbol: string,
  market: ShownMarket,
  { sequence, sentMs }: { sequence: number; sentMs: number },
): FeedChange {
  const { price, ageMs = 0, depth = "5", mark = price } = market;
  const timeMs = market.atMs ?? sentMs - ageMs;
  const level = (ticks: number): [string, string] => [(price + ticks * 0.1).toFixed(1), depth];
  const [bid, ask] = [level(-1), level(1)];
  return {
    symbol,
    tick: {
      last: price.toFixed(1),
      mark: mark.toFixed(1),
      index: mark.toFixed(1),
      bid: bid[0],
      bidSize: bid[1],
      ask: ask[0],
      askSize: ask[1],
      fundingRate: "0.0001",
    },
    ages: [sentMs - timeMs, sentMs - timeMs],
    book: { updateId: sequence, ageMs: sentMs - timeMs, bids: [bid], asks: [ask] },
    walkedAgeMs: sentMs - (market.walkedThrough?.(symbol) ?? timeMs),
  };
}

/** Calls a route as a trader's browser would. */
export async function callAs<T = Record<string, unknown>>(
  trader: Pick<TestTrader, "cookie">,
  route: RouteHandler,
  call: Call = {},
): Promise<ApiResponse<T>> {
  const { method = "GET", path = "/api/test", body, params = {}, headers = {} } = call;
  const { APP_URL = ORIGIN } = process.env;
  const request = new Request(new URL(path, APP_URL), {
    method,
    headers: {
      cookie: trader.cookie,
      origin: APP_URL,
      "content-type": "application/json",
      "x-order-timestamp": String(Date.now()),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const reply = await route(request, { params: Promise.resolve(params) });
  return { status: reply.status, body: await reply.json() };
}

let made = 0;

/** The body of an order; a market buy of 0.01 BTCUSDT but for `changes`. */
export function orderOf(trader: TestTrader, changes: Partial<PlaceOrderBody> = {}): PlaceOrderBody {
  made += 1;
  return {
    portfolioId: trader.portfolioId,
    clientOrderId: `test-order-${made}`,
    symbol: "BTCUSDT",
    side: "buy",
    kind: "market",
    qty: "0.01",
    ...changes,
  };
}

/** The last and mark price of a symbol, as the feed has them. @throws Error when it has none yet */
export async function priceOf(symbol: string): Promise<{ last: bigint; mark: bigint; tickMs: number }> {
  const market = (await readMarkets([symbol], { forced: true })).get(symbol);
  if (!market) throw new Error(`There is no price of ${symbol}.`);
  return market;
}

/** Retries until the response matches. @throws Error after `limitMs`, a bound for hangs, with the last response */
export async function until<T>(
  ask: () => Promise<T>,
  pleases: (reply: T) => boolean,
  limitMs = 60_000,
): Promise<T> {
  const expiresAtMs = Date.now() + limitMs;
  for (;;) {
    const reply = await ask().catch((error: unknown) => error as T);
    if (!(reply instanceof Error) && pleases(reply)) return reply;
    if (Date.now() > expiresAtMs) {
      const message =
        reply instanceof Error
          ? reply.message
          : JSON.stringify(reply, (_, item) => (typeof item === "bigint" ? String(item) : item));
      throw new Error(`Not within ${limitMs} ms; the last response was ${message.slice(0, 600)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The one position of a snapshot in a symbol, or undefined. */
export function positionIn(portfolio: PortfolioSnapshot, symbol = "BTCUSDT") {
  return portfolio.positions.find((position) => position.symbol === symbol);
}

async function control(url: string, switches: object): Promise<void> {
  const headers = { "content-type": "application/json" };
  const reply = await fetch(new URL("/__control", url), {
    method: "POST",
    headers,
    body: JSON.stringify(switches),
  });
  if (!reply.ok) throw new Error(`The emulator rejected the switches: ${await reply.text()}`);
}
