import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RestClientV5, WebsocketClient } from "bybit-api";
import { afterEach, describe, expect, it } from "vitest";
import { readCandleFile } from "@/emulators/bybit/prices/read-candle-file";
import { type Bybit, startBybit } from "@/emulators/bybit/start-bybit";
import { parseVenueMessage } from "@/lib/market/venue/parse-venue-message";

const DATA = join(process.env.TZ_SHARED_DIR ?? "../shared", "data");
const CANDLES = `${DATA}/bybit_linear_klines/BTCUSDT_1m.csv.gz`;
const VERBATIM = `${DATA}/bybit_ws_verbatim/frames.jsonl`;
const ARCHIVE = `${DATA}/bybit_orderbook_archive/2024-12-01_XRPUSDT_ob500.data`;
const BINANCE = `${DATA}/other_exchange/hftbacktest_binance_usdm/btcusdt_20240808.gz`;
const QUIET = { trace: () => {}, info: () => {}, error: () => {} };

type Side = [price: string, size: string][];
type Heard = { topic: string; type: string; data: { b: Side; a: Side; u: number } };

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function play(replay: string[], speed = 1): Promise<Bybit> {
  const venue = await startBybit({ replay, speed });
  closers.push(venue.close);
  return venue;
}

/** Follows a book until it has changed so many times; each state with its update id. */
async function followBook(venue: Bybit, symbol: string, changes: number) {
  const client = new WebsocketClient({ wsUrl: venue.wsUrl }, QUIET);
  closers.push(() => client.closeAll(true));
  const [bids, asks] = [new Map<string, string>(), new Map<string, string>()];
  const states: { updateId: number; bids: number[]; asks: number[] }[] = [];
  client.on("update", (update) => {
    const { data } = update as Heard;
    for (const [side, levels] of [[bids, data.b] as const, [asks, data.a] as const]) {
      for (const [price, size] of levels) {
        if (size === "0") side.delete(price);
        else side.set(price, size);
      }
    }
    const sorted = (side: ReadonlyMap<string, string>) => [...side.keys()].map(Number).sort((a, b) => a - b);
    states.push({ updateId: data.u, bids: sorted(bids).reverse(), asks: sorted(asks) });
  });
  client.subscribeV5(`orderbook.50.${symbol}`, "linear");
  await expect.poll(() => states.length).toBeGreaterThanOrEqual(changes);
  return states.slice(0, changes);
}

describe.skipIf(!existsSync(CANDLES))("recorded candles (skipped without the shared data)", () => {
  it("are served as history, and the clock runs through them at a thousand times the pace", async () => {
    const venue = await play([CANDLES], 1_000);
    expect(venue.source).toMatchObject({ kind: "replay", name: "Recorded Bybit candles (BTCUSDT) at 1000×" });
    const rest = new RestClientV5({ baseUrl: venue.restUrl });
    const query = { category: "linear", symbol: "BTCUSDT", interval: "1", limit: 1_000 } as const;
    const before = (await rest.getKline(query)).result.list;
    const recorded = readCandleFile(CANDLES).candles;
    const at = recorded.findIndex(({ open, close, volume }) => {
      const [, ...figures] = before.at(-1) ?? [];
      return open === Number(figures[0]) && close === Number(figures[3]) && volume === Number(figures[4]);
    });
    expect(at).toBeGreaterThanOrEqual(0);
    const closed = before.slice(1).reverse();
    closed.forEach(([, open, high, low, close, volume], index) => {
      const candle = recorded[at + index];
      expect([open, high, low, close, volume].map(Number)).toEqual([
        candle?.open,
        candle?.high,
        candle?.low,
        candle?.close,
        candle?.volume,
      ]);
    });
    const newest = Number(before[0]?.[0]);
    await expect
      .poll(async () => Number((await rest.getKline({ ...query, limit: 1 })).result.list[0]?.[0]))
      .toBeGreaterThan(newest + 300_000);
  });

  it("reject a symbol that is recorded twice, and a file without a book", async () => {
    await expect(startBybit({ replay: [CANDLES, CANDLES] })).rejects.toThrow("more than one");
    await expect(startBybit({ replay: ["package.json"] })).rejects.toThrow("package.json");
  });
});

describe.skipIf(!existsSync(ARCHIVE))("recorded books (skipped without the shared data)", () => {
  it("plays Bybit's archive cut to fifty levels, at the recorded prices", async () => {
    const venue = await play([ARCHIVE]);
    expect(venue.source.name).toBe("Recorded Bybit order book, simulated history (XRPUSDT)");
    const recorded = readFileSync(ARCHIVE, "utf8").split("\n").filter(Boolean);
    const best = (JSON.parse(recorded[0] ?? "") as Heard).data.b[0]?.[0];
    const states = await followBook(venue, "XRPUSDT", 15);
    states.forEach(({ updateId, bids, asks }, at) => {
      expect(updateId).toBe((states[0]?.updateId ?? 0) + at);
      expect([bids.length, asks.length]).toEqual([50, 50]);
      expect(bids[0]).toBeLessThan(asks[0] ?? 0);
      expect((bids[0] ?? 0) / Number(best)).toBeCloseTo(1, 2);
    });
    const rest = new RestClientV5({ baseUrl: venue.restUrl });
    const { result } = await rest.getKline({
      category: "linear",
      symbol: "XRPUSDT",
      interval: "1",
      limit: 5,
    });
    for (const candle of result.list) expect(Number(candle[4]) / Number(best)).toBeCloseTo(1, 1);
  });

  it("plays another venue's book and trades under its own name", async () => {
    const venue = await play([BINANCE], 20);
    expect(venue.source.name).toContain("real prices, derived envelope");
    const states = await followBook(venue, "BTCUSDT", 40);
    for (const { bids, asks } of states) {
      expect([bids.length, asks.length]).toEqual([50, 50]);
      expect(bids[0]).toBeLessThan(asks[0] ?? 0);
    }
    const rest = new RestClientV5({ baseUrl: venue.restUrl });
    const query = { category: "linear", symbol: "BTCUSDT", limit: 1_000 } as const;
    const [trades, candles] = await Promise.all([
      rest.getPublicTradingHistory(query),
      rest.getKline({ ...query, interval: "1" }),
    ]);
    expect(trades.result.list.length).toBeGreaterThan(10);
    for (const { price, time } of trades.result.list) {
      const candle = candles.result.list.find(([start]) => Number(start) <= Number(time));
      expect(Number(price)).toBeLessThanOrEqual(Number(candle?.[2]));
      expect(Number(price)).toBeGreaterThanOrEqual(Number(candle?.[3]));
    }
  });
});

describe.skipIf(!existsSync(VERBATIM))(
  "frames that others recorded (skipped without the shared data)",
  () => {
    const frames = existsSync(VERBATIM)
      ? readFileSync(VERBATIM, "utf8")
          .split("\n")
          .filter(Boolean)
          .map((line) => (JSON.parse(line) as { raw: string }).raw)
          .filter((raw) => raw.startsWith('{"topic"'))
      : [];

    it("reach the real client and our parser word by word", async () => {
      const venue = await startBybit({ seed: 1, symbols: ["BTCUSDT"] });
      closers.push(venue.close);
      const client = new WebsocketClient({ wsUrl: venue.wsUrl }, QUIET);
      closers.push(() => client.closeAll(true));
      const topics = frames.map((raw) => (JSON.parse(raw) as Heard).topic);
      const followed = [...new Set(topics)].filter((topic) => topic.endsWith("BTCUSDT"));
      const heard: string[] = [];
      client.on("update", (update) => heard.push(formatMessage(update as Heard)));
      client.on("response", () => heard.push("accepted"));
      client.subscribeV5(followed, "linear");
      await expect.poll(() => heard).toContain("accepted");
      for (const [at, text] of frames.entries()) {
        expect(parseVenueMessage(text).kind).not.toBe("bad");
        const body = JSON.stringify({ sendText: { topic: topics[at], text } });
        await fetch(`${venue.restUrl}/__control`, { method: "POST", body });
      }
      const expected = frames.filter((_, at) => followed.includes(topics[at] ?? ""));
      expect(expected.length).toBeGreaterThan(5);
      for (const text of expected)
        await expect.poll(() => heard).toContain(formatMessage(JSON.parse(text) as Heard));
    });

    it("play the recorded book", async () => {
      const venue = await play([VERBATIM]);
      expect(venue.source.name).toContain("BTCUSDT");
      const [state] = await followBook(venue, "BTCUSDT", 1);
      expect([state?.bids.length, state?.asks.length]).toEqual([50, 50]);
    });
  },
);

/** A frame without what the client adds to it. */
function formatMessage({ topic, type, data }: Heard): string {
  return JSON.stringify({ topic, type, data });
}
