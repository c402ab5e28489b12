import { RestClientV5 } from "bybit-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { type Bybit, startBybit } from "@/emulators/bybit/start-bybit";

const WAIT = { timeout: 30_000 };
/** Ticks that are odd on the venue, too: far below a cent, and no power of ten. */
const ODD = ["1000PEPEUSDT", "SHIB1000USDT", "10000ELONUSDT", "1000000BABYDOGEUSDT", "MONUSDT", "XAUTUSDT"];

type Filters = { symbol: string; tickSize: number; digits: number };
type Frame = { topic: string; type: string; data: Record<string, unknown> };

let venue: Bybit;
let rest: RestClientV5;
let socket: WebSocket;
let contracts: Filters[];
/** The first frame of each topic. */
const first = new Map<string, Frame>();
const counts = new Map<string, number>();

beforeAll(async () => {
  venue = await startBybit({ seed: 9 });
  rest = new RestClientV5({ baseUrl: venue.restUrl });
  contracts = await listContracts();
  socket = new WebSocket(venue.wsUrl);
  await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
  socket.on("message", (data) => {
    const frame = JSON.parse(String(data)) as Frame;
    if (!frame.topic) return;
    if (!first.has(frame.topic)) first.set(frame.topic, frame);
    counts.set(frame.topic, (counts.get(frame.topic) ?? 0) + 1);
  });
});
afterAll(async () => {
  socket?.terminate();
  await venue?.close();
});

async function listContracts(): Promise<Filters[]> {
  const { result } = await rest.getInstrumentsInfo({ category: "linear", limit: 1_000 });
  return result.list
    .filter(({ quoteCoin, contractType }) => quoteCoin === "USDT" && contractType === "LinearPerpetual")
    .map(({ symbol, priceScale, priceFilter }) => ({
      symbol,
      digits: Number(priceScale),
      tickSize: Number(priceFilter.tickSize),
    }));
}

async function control(switches: object): Promise<void> {
  const body = JSON.stringify(switches);
  expect((await fetch(`${venue.restUrl}/__control`, { method: "POST", body })).status).toBe(200);
}

function subscribe(topics: string[]): void {
  for (let at = 0; at < topics.length; at += 100) {
    socket.send(JSON.stringify({ op: "subscribe", args: topics.slice(at, at + 100) }));
  }
}

/** A price as the venue writes it: whole ticks, padded to the scale. */
function expectOnTick(text: unknown, { symbol, tickSize, digits }: Filters): void {
  const price = Number(text);
  expect({ symbol, price, isPositive: price > 0 }).toEqual({ symbol, price, isPositive: true });
  const ticks = price / tickSize;
  expect(Math.abs(ticks - Math.round(ticks)), `${symbol} at ${String(text)}`).toBeLessThan(1e-3);
  expect(String(text)).toBe(price.toFixed(digits));
}

describe("the markets of a venue that has just started", () => {
  it("are some 650, each with a first ticker of whole ticks whose bid is below its ask", async () => {
    expect(contracts.length).toBeGreaterThanOrEqual(640);
    subscribe(contracts.map(({ symbol }) => `tickers.${symbol}`));
    await expect
      .poll(() => contracts.filter(({ symbol }) => !first.has(`tickers.${symbol}`)).length, WAIT)
      .toBe(0);
    for (const contract of contracts) {
      const { type, data } = first.get(`tickers.${contract.symbol}`) as Frame;
      expect(type).toBe("snapshot");
      for (const name of ["lastPrice", "markPrice", "indexPrice", "bid1Price", "ask1Price"]) {
        expectOnTick(data[name], contract);
      }
      expect(Number(data.bid1Price)).toBeLessThan(Number(data.ask1Price));
      expect(Number(data.lowPrice24h)).toBeLessThanOrEqual(Number(data.highPrice24h));
    }
  });

  it.each(ODD)("%s has books, trades and candles of whole ticks", async (symbol) => {
    const contract = contracts.find((one) => one.symbol === symbol) as Filters;
    subscribe([`orderbook.50.${symbol}`]);
    await expect.poll(() => first.has(`orderbook.50.${symbol}`), WAIT).toBe(true);
    const { data } = first.get(`orderbook.50.${symbol}`) as Frame;
    const { b: bids, a: asks } = data as Record<"a" | "b", string[][]>;
    expect([bids.length, asks.length]).toEqual([50, 50]);
    for (const [price] of [...bids, ...asks]) expectOnTick(price, contract);
    expect(Number(bids[0]?.[0])).toBeLessThan(Number(asks[0]?.[0]));
    const { result } = await rest.getKline({ category: "linear", symbol, interval: "60", limit: 50 });
    expect(result.list).toHaveLength(50);
    for (const [, open, high, low, close] of result.list) {
      for (const price of [open, high, low, close]) {
        const ticks = Number(price) / contract.tickSize;
        expect(Math.abs(ticks - Math.round(ticks))).toBeLessThan(1e-3);
      }
      expect(Number(low)).toBeLessThanOrEqual(Math.min(Number(open), Number(close)));
      expect(Number(high)).toBeGreaterThanOrEqual(Math.max(Number(open), Number(close)));
    }
  });
});

it("a market that is listed has no history before its launch, and one that is delisted falls silent", async () => {
  const symbol = "FRESHLYLISTEDUSDT";
  const topic = `tickers.${symbol}`;
  const beforeMs = Date.now();
  await control({ list: { symbol } });
  subscribe([topic]);
  await expect.poll(() => counts.get(topic) ?? 0, WAIT).toBeGreaterThan(1);
  const { result } = await rest.getKline({ category: "linear", symbol, interval: "1", limit: 10 });
  const starts = result.list.map(([start]) => Number(start));
  expect(Math.min(...starts, beforeMs)).toBeGreaterThan(beforeMs - 60_000);
  const listed = (await listContracts()).find((one) => one.symbol === symbol);
  expect(listed).toBeDefined();

  await control({ delist: symbol });
  expect((await listContracts()).some((one) => one.symbol === symbol)).toBe(false);
  const silentFrom = counts.get(topic);
  const other = counts.get("tickers.BTCUSDT") ?? 0;
  await expect.poll(() => counts.get("tickers.BTCUSDT") ?? 0, WAIT).toBeGreaterThan(other + 20);
  expect(counts.get(topic)).toBe(silentFrom);
});
