import { type ChildProcess, spawn } from "node:child_process";
import { get } from "node:http";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { createInflateRaw } from "node:zlib";
import { createParser } from "eventsource-parser";
import getPort from "get-port";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { StreamEvent, StreamHandlers } from "@/lib/client/stream/open-event-stream";
import { StreamConnection } from "@/lib/client/stream/stream-connection";
import { getDb } from "@/lib/db/client";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { DEFLATED_EVENTS, UNNAMED_EVENT } from "@/lib/schemas/market/market-stream";
import { placeOrderSchema } from "@/lib/schemas/trading/trading";
import type { PortfolioStreamEvent } from "@/lib/schemas/trading/trading-responses";
import { placeOrder } from "@/lib/trading/orders/place-order";
import { snapshotOf } from "@/tests/faults/trading-steps";
import { createApiKey, type TestKey } from "@/tests/support/create-api-key";
import { signV5 } from "@/tests/support/sign-v5";
import {
  orderOf,
  startTrading,
  type TestTrader,
  type TradingWorld,
  until,
} from "@/tests/support/start-trading";

const TRADERS = 5;
const READERS = 500;
/** Readers that arrive together; it divides `READERS`. */
const ARRIVALS = 50;
const ORDERS = 12;
const PROGRAMS = 10;
const PROGRAM_ORDERS = 30;
const WAIT_MS = 300_000;
/** Two processes start on a busy machine. */
const START_MS = 120_000;
/** Disconnected readers reconnect spread over at least this, ms; the pause is 250 to 500. */
const LEAST_SPREAD_MS = 150;

type Gateway = { port: number; process: ChildProcess };

let world: TradingWorld;
let gateways: Gateway[] = [];
let balancer: Server;
const readers: Reader[] = [];

beforeAll(async () => {
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes: {} });
  await world.setMarket("BTCUSDT", 100_000);
  gateways = await Promise.all([startGatewayProcess(), startGatewayProcess()]);
  balancer = await startBalancer();
}, 2 * START_MS);
afterAll(async () => {
  for (const reader of readers) reader.close();
  for (const gateway of gateways) gateway.process.kill("SIGKILL");
  balancer?.close();
  await world?.close();
});

async function startGatewayProcess(): Promise<Gateway> {
  const port = await getPort();
  const args = ["--conditions=react-server", "--import", "tsx", "lib/gateway/main.ts"];
  const limits = { STREAMS_PER_IP: "1000", STREAM_OPENINGS_PER_MINUTE: "100000" };
  const env = { ...process.env, ...limits, PORT: String(port), DATABASE_TIMEOUT_FACTOR: "10" };
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "inherit"] });
  const isHealthy = async () => (await fetch(`http://127.0.0.1:${port}/api/health`)).ok;
  await until(isHealthy, (healthy) => healthy, START_MS);
  return { port, process: child };
}

/** Forwards connections to the listening gateways in turn, as a load balancer does. */
async function startBalancer(): Promise<Server> {
  let turn = 0;
  const server = createServer((client) => {
    client.on("error", () => client.destroy());
    turn += 1;
    const order = gateways.map((_, index) => gateways[(index + turn) % gateways.length] as Gateway);
    const tryNext = () => {
      const gateway = order.shift();
      if (!gateway) return client.destroy();
      const upstream = connect(gateway.port, "127.0.0.1");
      upstream.once("error", tryNext);
      upstream.once("connect", () => {
        upstream.off("error", tryNext);
        upstream.on("error", () => client.destroy());
        upstream.on("close", () => client.destroy());
        client.on("close", () => upstream.destroy());
        client.pipe(upstream).pipe(client);
      });
    };
    tryNext();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** A reader of prices and one portfolio that reconnects by the page's own state machine. */
class Reader {
  readonly portfolioId: string;
  /** Sequence numbers of the received events, in order. */
  readonly sequences: number[] = [];
  /** Where the first connection began. */
  firstSeq: number | null = null;
  cursor: number | null = null;
  /** When each connection was requested, ms. */
  readonly openedAtMs: number[] = [];
  readonly #cookie: string;
  readonly #connection: StreamConnection;
  #phase = "idle";
  #liveOn = 0;

  constructor({ portfolioId, cookie }: TestTrader) {
    this.portfolioId = portfolioId;
    this.#cookie = cookie;
    this.#connection = new StreamConnection({
      open: (url, handlers) => this.#open(url, handlers),
      resolve: (target) => (this.cursor === null ? target : `${target}&after=${this.cursor}`),
      onEvents: (id, events) => {
        for (const event of events) this.#record(id, event);
      },
      onBytes: () => {},
      onState: ({ phase }) => {
        this.#phase = phase;
      },
      onReject: () => {},
    });
    this.#connection.setTarget(`/api/stream?symbols=BTCUSDT&portfolio=${portfolioId}`);
  }

  /** Whether prices and the portfolio come over the newest connection. */
  isLive(): boolean {
    return this.#phase === "open" && this.#liveOn === this.openedAtMs.length && this.cursor !== null;
  }

  close(): void {
    this.#connection.setTarget(null);
  }

  #open(path: string, handlers: StreamHandlers): () => void {
    this.openedAtMs.push(Date.now());
    const { port } = balancer.address() as AddressInfo;
    const headers = { accept: DEFLATED_EVENTS, cookie: this.#cookie };
    const request = get({ port, host: "127.0.0.1", path, agent: false, headers });
    let isOver = false;
    const fail = () => {
      if (isOver) return;
      isOver = true;
      handlers.onFail({ code: "unreachable", message: "The server cannot be reached." });
    };
    request.on("error", fail);
    request.on("close", fail);
    request.on("response", (response) => {
      if (response.statusCode !== 200) return request.destroy();
      const arrived: StreamEvent[] = [];
      const parser = createParser({
        onEvent: ({ event = UNNAMED_EVENT, data }) => arrived.push({ name: event, data }),
      });
      const text = response.pipe(createInflateRaw()).on("error", () => {});
      text.setEncoding("utf8").on("data", (chunk: string) => {
        parser.feed(chunk);
        const events = arrived.splice(0);
        if (!isOver && events.length > 0) handlers.onEvents(events);
      });
    });
    return () => {
      isOver = true;
      request.destroy();
    };
  }

  #record(connection: number, { name, data }: StreamEvent): void {
    if (name === "key") this.#liveOn = connection;
    if (name !== "portfolio") return;
    const { seq, events } = JSON.parse(data) as PortfolioStreamEvent;
    this.firstSeq ??= seq;
    this.sequences.push(...events.map((event) => event.seq));
    this.cursor = seq;
  }
}

/** A program that places orders over `/v5`; one whose answer is lost is sent again under the same id. */
class Program {
  readonly trader: TestTrader;
  readonly accepted: string[] = [];
  readonly #key: TestKey;

  constructor(trader: TestTrader, key: TestKey) {
    this.trader = trader;
    this.#key = key;
  }

  async trade(): Promise<void> {
    for (let count = 0; count < PROGRAM_ORDERS; count += 1) {
      const orderLinkId = `program-${count}`;
      const retCode = await until(
        () => this.#create(orderLinkId),
        (code) => code === 0 || code === 110072,
        WAIT_MS,
      );
      if (retCode === 0 || (await this.isStored(orderLinkId))) this.accepted.push(orderLinkId);
    }
  }

  async isStored(orderLinkId: string): Promise<boolean> {
    return (await this.listStored()).includes(orderLinkId);
  }

  async listStored(): Promise<string[]> {
    const { portfolioId } = this.trader;
    const [orders, links] = await Promise.all([
      getDb().order.findMany({ where: { portfolioId } }),
      getDb().orderLink.findMany({ where: { portfolioId } }),
    ]);
    const names = new Map(links.map((link) => [link.clientOrderId, link.orderLinkId]));
    return orders.map(({ clientOrderId }) => names.get(clientOrderId) ?? clientOrderId);
  }

  async #create(orderLinkId: string): Promise<number> {
    const order = { symbol: "BTCUSDT", side: "Buy", orderType: "Limit", price: "90000", qty: "0.001" };
    const body = JSON.stringify({ category: "linear", ...order, orderLinkId });
    const { port } = balancer.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/v5/order/create`;
    const response = await fetch(url, { method: "POST", body, headers: signV5(this.#key, body) });
    return ((await response.json()) as { retCode: number }).retCode;
  }
}

const liveReaders = () => readers.filter((reader) => reader.isLive()).length;

it(
  "a gateway that is killed under 500 readers and 10 programs costs no event and no order, and doubles none",
  async () => {
    const traders: TestTrader[] = [];
    for (let index = 0; index < TRADERS; index += 1) traders.push(await world.createTrader());
    // They connect gradually; the test is about how they reconnect.
    for (let index = 0; index < READERS; index += 1) {
      readers.push(new Reader(traders[index % TRADERS] as TestTrader));
      const isBatch = (index + 1) % ARRIVALS === 0;
      if (isBatch) await expect.poll(liveReaders, { timeout: WAIT_MS }).toBe(index + 1);
    }
    const programs: Program[] = [];
    while (programs.length < PROGRAMS) {
      const trader = await world.createTrader();
      programs.push(new Program(trader, await createApiKey(trader)));
    }
    const traded = Promise.all(programs.map((program) => program.trade()));
    const before = readers.map(({ openedAtMs }) => openedAtMs.length);

    for (let order = 0; order < ORDERS; order += 1) {
      if (order === ORDERS / 2) gateways[0]?.process.kill("SIGKILL");
      for (const trader of traders) {
        const resting = orderOf(trader, { kind: "limit", price: "40000", qty: "0.001" });
        // As the page does while the outcome is unknown: the same order again.
        const place = () => placeOrder(trader.userId, placeOrderSchema.parse(resting));
        await until(place, () => true, WAIT_MS);
      }
    }
    await traded;
    for (const program of programs) {
      const stored = await program.listStored();
      expect(new Set(stored).size).toBe(stored.length);
      expect(stored.sort()).toEqual(program.accepted.sort());
      expect(await verifyPortfolio(program.trader.portfolioId)).toBeNull();
    }
    await expect.poll(liveReaders, { timeout: WAIT_MS }).toBe(READERS);
    const comebacks = readers.flatMap(({ openedAtMs }, index) => openedAtMs[before[index] ?? 0] ?? []);
    expect(comebacks.length).toBeGreaterThan(READERS / 4);
    expect(Math.max(...comebacks) - Math.min(...comebacks)).toBeGreaterThan(LEAST_SPREAD_MS);

    for (const trader of traders) {
      const { seq: last } = await snapshotOf(trader);
      const own = readers.filter(({ portfolioId }) => portfolioId === trader.portfolioId);
      const caughtUp = () => own.filter(({ cursor }) => cursor === last).length;
      await expect.poll(caughtUp, { timeout: WAIT_MS }).toBe(own.length);
      for (const { firstSeq, sequences } of own) {
        const first = (firstSeq ?? 0) + 1;
        expect(last).toBeGreaterThanOrEqual(first + ORDERS - 1);
        expect(sequences).toEqual(Array.from({ length: last - first + 1 }, (_, index) => first + index));
      }
      expect(await verifyPortfolio(trader.portfolioId)).toBeNull();
    }
  },
  5 * WAIT_MS,
);
