import { RestClientV5, WebsocketClient } from "bybit-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bybit, startBybit } from "@/emulators/bybit/start-bybit";

type Heard = { topic: string; type: string; data: unknown };
type Ticker = { symbol: string; lastPrice?: string; bid1Price?: string };
type Book = { b: [string, string][]; a: [string, string][]; u: number };
type Kline = { start: number; open: string; high: string; low: string; close: string };

const QUIET = { trace: () => {}, info: () => {}, error: () => {} };

let venue: Bybit;
let client: WebsocketClient;
let rest: RestClientV5;
let heard: Heard[];
let rejected: string[];
let reconnects: number;

beforeEach(async () => {
  venue = await startBybit({ seed: 5, symbols: ["BTCUSDT", "ETHUSDT", "XRPUSDT"] });
  rest = new RestClientV5({ baseUrl: venue.restUrl }, { timeout: 5_000 });
  client = new WebsocketClient({ wsUrl: venue.wsUrl, reconnectTimeout: 50 }, QUIET);
  [heard, rejected, reconnects] = [[], [], 0];
  client.on("update", (update) => heard.push(update as Heard));
  client.on("reconnected", () => {
    reconnects += 1;
  });
  client.on("exception", (problem) => {
    rejected.push(String((problem as { ret_msg?: string }).ret_msg ?? ""));
  });
});
afterEach(async () => {
  client.closeAll(true);
  await venue.close();
});

async function control(switches: object): Promise<void> {
  const response = await fetch(`${venue.restUrl}/__control`, {
    method: "POST",
    body: JSON.stringify(switches),
  });
  expect(await response.text()).not.toContain("error");
}

function of<Data>(topic: string): (Heard & { data: Data })[] {
  return heard.filter((one) => one.topic === topic) as (Heard & { data: Data })[];
}

async function waitFor(topic: string, count: number): Promise<void> {
  await expect.poll(() => of(topic).length).toBeGreaterThanOrEqual(count);
}

describe("the real WebSocket client", () => {
  it("gets one ticker snapshot, then deltas of what changed", async () => {
    client.subscribeV5("tickers.BTCUSDT", "linear");
    await waitFor("tickers.BTCUSDT", 5);
    const [first, ...later] = of<Ticker>("tickers.BTCUSDT");
    expect(first).toMatchObject({ type: "snapshot", data: { symbol: "BTCUSDT" } });
    expect(first?.data.lastPrice).toMatch(/^\d+\.\d{2}$/);
    for (const { type, data } of later) {
      expect(type).toBe("delta");
      expect(data.symbol).toBe("BTCUSDT");
      expect(Object.keys(data).length).toBeLessThan(Object.keys(first?.data ?? {}).length);
    }
  });

  it("keeps a book whose ids rise by one, never crossed and always fifty deep", async () => {
    client.subscribeV5("orderbook.50.BTCUSDT", "linear");
    await waitFor("orderbook.50.BTCUSDT", 20);
    const frames = of<Book>("orderbook.50.BTCUSDT");
    const sides = { b: new Map<string, string>(), a: new Map<string, string>() };
    frames.forEach(({ type, data }, at) => {
      expect(type).toBe(at === 0 ? "snapshot" : "delta");
      expect(data.u).toBe((frames[0]?.data.u ?? 0) + at);
      for (const side of ["b", "a"] as const) {
        for (const [price, size] of data[side]) {
          if (size === "0") sides[side].delete(price);
          else sides[side].set(price, size);
        }
        expect(sides[side].size).toBe(50);
      }
      const [bid, ask] = [Math.max(...prices(sides.b)), Math.min(...prices(sides.a))];
      expect(bid).toBeLessThan(ask);
    });
  });

  it("loses a whole batch to one unknown symbol, and keeps what it held", async () => {
    client.subscribeV5("tickers.ETHUSDT", "linear");
    await waitFor("tickers.ETHUSDT", 1);
    client.subscribeV5(["tickers.BTCUSDT", "tickers.NOPEUSDT"], "linear");
    await expect.poll(() => rejected).toContain("error:handler not found,topic:tickers.NOPEUSDT");
    const count = of("tickers.ETHUSDT").length;
    await waitFor("tickers.ETHUSDT", count + 3);
    expect(of("tickers.BTCUSDT")).toEqual([]);
  });

  it("comes back by itself after a cut without a close frame, with new snapshots and nothing replayed", async () => {
    client.subscribeV5(["orderbook.50.ETHUSDT", "tickers.ETHUSDT"], "linear");
    await waitFor("orderbook.50.ETHUSDT", 3);
    await control({ drop: true });
    await expect.poll(() => reconnects).toBe(1);
    await expect
      .poll(() => of("orderbook.50.ETHUSDT").filter(({ type }) => type === "snapshot").length)
      .toBe(2);
    await expect.poll(() => of("tickers.ETHUSDT").filter(({ type }) => type === "snapshot").length).toBe(2);
  });

  it("is sent through a scripted path: trades, ticker and candle all show the prices", async () => {
    client.subscribeV5(["publicTrade.BTCUSDT", "tickers.BTCUSDT", "kline.1.BTCUSDT"], "linear");
    await waitFor("tickers.BTCUSDT", 1);
    const from = Number(of<Ticker>("tickers.BTCUSDT")[0]?.data.lastPrice);
    const [low, high] = [Math.round(from * 0.9), Math.round(from * 1.1)];
    await control({ push: { symbol: "BTCUSDT", prices: [low, high] } });
    const traded = () =>
      of<{ p: string }[]>("publicTrade.BTCUSDT").flatMap(({ data }) => data.map(({ p }) => Number(p)));
    await expect.poll(() => Math.min(...traded()) / low).toBeCloseTo(1, 4);
    await expect.poll(() => Math.max(...traded()) / high).toBeCloseTo(1, 2);
    const { result } = await rest.getTickers({ category: "linear", symbol: "BTCUSDT" });
    const [ticker] = result.list;
    for (const price of [ticker?.lastPrice, ticker?.markPrice, ticker?.indexPrice, ticker?.bid1Price]) {
      expect(Number(price) / high).toBeCloseTo(1, 1);
    }
    const span = async () => {
      const candles = await rest.getKline({ category: "linear", symbol: "BTCUSDT", interval: "1", limit: 2 });
      return candles.result.list.map((candle) => Number(candle[2]) / Number(candle[3]));
    };
    expect(Math.max(...(await span()))).toBeGreaterThan(1.1);
  });
});

describe("the real REST client", () => {
  it("gets candles newest first, each opening where the one before closed, as far back as it scrolls", async () => {
    const endMs = Date.parse("2024-03-01T12:00:00Z");
    const query = {
      category: "linear",
      symbol: "BTCUSDT",
      interval: "60",
      end: endMs,
      limit: 1_000,
    } as const;
    const { retCode, result } = await rest.getKline(query);
    expect(retCode).toBe(0);
    expect(result.list).toHaveLength(1_000);
    expect(Number(result.list[0]?.[0])).toBe(endMs);
    result.list.forEach(([start, open], at) => {
      const before = result.list[at + 1];
      if (!before) return;
      expect(Number(start) - Number(before[0])).toBe(3_600_000);
      expect(open).toBe(before[4]);
    });
  });

  it("tells the live candle as the socket does", async () => {
    client.subscribeV5("kline.5.ETHUSDT", "linear");
    await waitFor("kline.5.ETHUSDT", 2);
    const { result } = await rest.getKline({
      category: "linear",
      symbol: "ETHUSDT",
      interval: "5",
      limit: 1,
    });
    const [candle] = result.list;
    const live = of<Kline[]>("kline.5.ETHUSDT").at(-1)?.data[0];
    expect([String(live?.start), live?.open]).toEqual([candle?.[0], candle?.[1]]);
    expect(Number(candle?.[2])).toBeGreaterThanOrEqual(Number(live?.high));
    expect(Number(candle?.[3])).toBeLessThanOrEqual(Number(live?.low));
  });

  it("pages through instruments and risk tiers", async () => {
    const rows: { symbol: string; contractType: string; quoteCoin: string }[] = [];
    for (let cursor: string | undefined; cursor !== ""; ) {
      const page = await rest.getInstrumentsInfo({ category: "linear", limit: 5, ...(cursor && { cursor }) });
      expect(page.result.list.length).toBeLessThanOrEqual(5);
      rows.push(...page.result.list);
      cursor = decodeURIComponent(page.result.nextPageCursor ?? "");
    }
    const ours = rows.filter((row) => row.contractType === "LinearPerpetual" && row.quoteCoin === "USDT");
    expect(ours.map(({ symbol }) => symbol)).toEqual(["BTCUSDT", "ETHUSDT", "XRPUSDT"]);
    expect(rows.some((row) => row.contractType === "LinearFutures" && row.quoteCoin === "USDT")).toBe(true);
    expect(new Set(rows.map(({ symbol }) => symbol)).size).toBe(rows.length);
    const tiers = (await rest.getRiskLimit({ category: "linear", symbol: "BTCUSDT" })).result.list;
    expect(tiers.filter(({ isLowestRisk }) => isLowestRisk === 1)).toHaveLength(1);
    expect(Number(tiers[0]?.maintenanceMargin)).toBeLessThan(0.01);
  });

  it("gets rejections under HTTP 200, limits, pages in HTML and silence", async () => {
    const unknown = await rest.getKline({ category: "linear", symbol: "NOPE", interval: "1" });
    expect([unknown.retCode, unknown.retMsg]).toEqual([10001, "params error: symbol invalid"]);
    await control({ limitRest: true });
    expect((await rest.getServerTime()).retCode).toBe(10006);
    await control({ limitRest: false, rejectRest: true });
    await expect(rest.getServerTime()).rejects.toMatchObject({ code: 403 });
    await control({ rejectRest: false, hangRest: true });
    const impatient = new RestClientV5({ baseUrl: venue.restUrl }, { timeout: 200 });
    await expect(impatient.getServerTime()).rejects.toBeDefined();
    await control({ hangRest: false });
    expect((await rest.getServerTime()).retCode).toBe(0);
  });

  it("finds the same market under the same seed", async () => {
    const twin = await startBybit({ seed: 5, symbols: ["BTCUSDT"] });
    const query = {
      category: "linear",
      symbol: "BTCUSDT",
      interval: "15",
      end: Date.now() - 900_000,
    } as const;
    const responses = await Promise.all(
      [rest, new RestClientV5({ baseUrl: twin.restUrl })].map((one) => one.getKline(query)),
    );
    await twin.close();
    expect(responses[0]?.result.list).toEqual(responses[1]?.result.list);
    expect(responses[0]?.result.list).toHaveLength(200);
  });
});

function prices(side: ReadonlyMap<string, string>): number[] {
  return [...side.keys()].map(Number);
}
