import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { getHub } from "@/lib/market/hub";
import type { IngestResult } from "@/lib/market/run-ingest";
import {
  isFeedState,
  isRedisNotice,
  isTickOf,
  type MarketFixture,
  readStream,
  type StreamReader,
  startMarketFixture,
} from "@/tests/faults/market-fixture";

const SYMBOLS = ["BTCUSDT", "ETHUSDT", "SOLUSDT"];
const ALL = `symbols=${SYMBOLS.join(",")}`;
/** More of the market, so that what a slow reader misses adds up sooner. */
const OTHERS = ["BNBUSDT", "XRPUSDT", "DOGEUSDT", "ADAUSDT", "LINKUSDT", "AVAXUSDT", "LTCUSDT"];

let market: MarketFixture;
let leader: { stop: () => void; ended: Promise<IngestResult> };
const readers: StreamReader[] = [];

async function open(query: string): Promise<StreamReader> {
  const reader = await readStream(`${market.streamUrl}?${query}`);
  readers.push(reader);
  return reader;
}

beforeAll(async () => {
  market = await startMarketFixture({ symbols: [...SYMBOLS, ...OTHERS] });
  leader = market.startRun("first");
  const reader = await open(ALL);
  await reader.next(isTickOf("BTCUSDT"));
});
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close();
});
afterAll(() => market.close());

/** Ids of all trades of a symbol in the order in which the browser got them. */
function tradeIds(reader: StreamReader, symbol: string): string[] {
  return reader.events.flatMap((event) =>
    event.event === "trades" && event.data.symbol === symbol ? event.data.trades.map((one) => one.id) : [],
  );
}

describe("the stream", () => {
  it("begins with the feed's state, a ping and the newest frame of every symbol", async () => {
    const reader = await open(`${ALL}&depth=BTCUSDT`);
    await reader.next((event): event is typeof event => event.event === "book");
    expect(reader.events.slice(0, 2).map((event) => event.event)).toEqual(["notice", "ping"]);
    expect(reader.events[0]?.data).toMatchObject({ kind: "feed", state: "live", market: "simulated" });
    await Promise.all(SYMBOLS.map((symbol) => reader.next(isTickOf(symbol))));
    const withBook = new Set(reader.events.flatMap((e) => (e.event === "book" ? [e.data.symbol] : [])));
    expect(withBook).toEqual(new Set(["BTCUSDT"]));
  });

  it.each([
    ["symbols=NOPE", 400, "unknown_symbol"],
    ["symbols=BTCUSDT&depth=nope", 400, "unknown_symbol"],
    ["", 400, "bad_request"],
    [`symbols=${"A,".repeat(60)}<script>`, 400, "bad_request"],
  ])("refuses %s before its first byte", async (query, status, code) => {
    const answer = await fetch(`${market.streamUrl}?${query}`);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: { code } });
  });
});

describe("fault 11 and hand-over", () => {
  it("hands the lease over without losing or doubling a trade, and the first run ends", async () => {
    const reader = await open("symbols=BTCUSDT");
    await reader.next(isTickOf("BTCUSDT"));
    const successor = market.startRun("second");
    expect((await leader.ended).outcome).toBe("handed_over");
    leader = successor;
    await reader.next((event): event is typeof event => event.event === "trades");
    await reader.next((event): event is typeof event => event.event === "trades");
    const ids = tradeIds(reader, "BTCUSDT");
    expect(new Set(ids).size).toBe(ids.length);
    const times = reader.events.flatMap((e) =>
      e.event === "trades" ? e.data.trades.map((t) => t.timeMs) : [],
    );
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it("lets one of two rivals lead, and browsers see one market", async () => {
    const rivals = [market.startRun("third"), market.startRun("fourth")];
    const ended = await Promise.race([...rivals, leader].map((run) => run.ended));
    expect(ended.outcome).toBe("handed_over");
    const outcomes = await Promise.race(rivals.map((run, index) => run.ended.then(() => index)));
    leader = outcomes === 0 ? (rivals[1] as typeof leader) : (rivals[0] as typeof leader);
    const reader = await open("symbols=BTCUSDT");
    await reader.next(isTickOf("BTCUSDT"));
    const times = reader.events.flatMap((event) => (event.event === "tick" ? [event.data.timeMs] : []));
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});

describe("fault 12: bad ticks", () => {
  it.each([{ price: "0" }, { price: "-1" }, { price: "NaN" }, { price: "1e18" }])(
    "never shows a browser $price",
    async ({ price }) => {
      const reader = await open("symbols=BTCUSDT&depth=");
      const before = await reader.next(isTickOf("BTCUSDT"));
      await market.controlVenue({ badTick: { symbol: "BTCUSDT", price } });
      for (let beats = 0; beats < 5; beats += 1) await reader.next(isTickOf("BTCUSDT"));
      const prices = reader.events.flatMap((event) =>
        event.event === "tick" ? [event.data.last, event.data.mark, event.data.bid, event.data.ask] : [],
      );
      for (const shown of prices) {
        expect(Math.abs(Number(shown) / Number(before.data.last) - 1)).toBeLessThan(0.1);
      }
    },
  );

  it("never shows a jump by half that one source alone tells", async () => {
    const reader = await open("symbols=BTCUSDT&depth=");
    const { last } = (await reader.next(isTickOf("BTCUSDT"))).data;
    await market.controlVenue({ badTick: { symbol: "BTCUSDT", price: (Number(last) * 1.5).toFixed(2) } });
    for (let beats = 0; beats < 5; beats += 1) await reader.next(isTickOf("BTCUSDT"));
    const shown = reader.events.flatMap((event) => (event.event === "tick" ? [Number(event.data.last)] : []));
    expect(Math.max(...shown) / Number(last)).toBeLessThan(1.1);
  });

  it("never shows a book whose best bid stands above its best ask", async () => {
    const reader = await open("symbols=ETHUSDT");
    await reader.next(isTickOf("ETHUSDT"));
    await market.controlVenue({ crossBook: { symbol: "ETHUSDT" } });
    for (let beats = 0; beats < 5; beats += 1) await reader.next(isTickOf("ETHUSDT"));
    const books = reader.events.flatMap((event) => (event.event === "book" ? [event.data] : []));
    expect(books.length).toBeGreaterThan(0);
    // Until the new snapshot comes the book may be empty.
    const whole = books.filter(({ bids, asks }) => bids.length > 0 && asks.length > 0);
    expect(whole.length).toBeGreaterThan(0);
    for (const { bids, asks } of whole) expect(Number(bids[0]?.[0])).toBeLessThan(Number(asks[0]?.[0]));
  });

  it.each([{ duplicate: 1 }, { reorder: true }, { delayMs: 300 }])(
    "tells every trade once, in order, with %o",
    async (misbehaviour) => {
      const reader = await open("symbols=BTCUSDT");
      await market.controlVenue(misbehaviour);
      for (let count = 0; count < 4; count += 1) {
        await reader.next((event): event is typeof event => event.event === "trades");
      }
      await market.controlVenue({ duplicate: 0, reorder: false, delayMs: 0 });
      const ids = tradeIds(reader, "BTCUSDT");
      expect(new Set(ids).size).toBe(ids.length);
      const times = reader.events.flatMap((event) => (event.event === "tick" ? [event.data.timeMs] : []));
      expect(times).toEqual([...times].sort((a, b) => a - b));
    },
  );

  it("goes on with the others when one symbol falls silent", async () => {
    const reader = await open(ALL);
    await market.controlVenue({ silent: "SOLUSDT" });
    for (let beats = 0; beats < 5; beats += 1) await reader.next(isTickOf("BTCUSDT"));
    await market.controlVenue({ silent: "" });
    await reader.next(isTickOf("SOLUSDT"));
  });

  it("survives frames that are not JSON, and counts them", async () => {
    const reader = await open("symbols=BTCUSDT&depth=");
    await market.controlVenue({ garbage: 0.5 });
    await reader.next(isTickOf("BTCUSDT"));
    for (let beats = 0; beats < 10; beats += 1) await reader.next(isTickOf("BTCUSDT"));
    await market.controlVenue({ garbage: 0 });
    await expect.poll(() => getHub().describe().leader?.dropped ?? 0, { timeout: 5_000 }).toBeGreaterThan(0);
  });

  it("asks for a new book after a gap and shows it", async () => {
    const reader = await open("symbols=ETHUSDT");
    await market.controlVenue({ skipUpdateId: { symbol: "ETHUSDT" } });
    await expect
      .poll(
        () => {
          const ids = reader.events.flatMap((event) => (event.event === "book" ? [event.data.updateId] : []));
          return ids.filter((id) => id > 0).length;
        },
        { timeout: 10_000 },
      )
      .toBeGreaterThan(20);
    const books = reader.events.flatMap((event) => (event.event === "book" ? [event.data] : []));
    const last = books.at(-1);
    expect(Number(last?.bids[0]?.[0])).toBeLessThan(Number(last?.asks[0]?.[0]));
  });
});

describe("fault 13: a silent venue", () => {
  it("keeps the last prices, says stale, and comes back by itself", async () => {
    const reader = await open("symbols=BTCUSDT&depth=");
    const last = await reader.next(isTickOf("BTCUSDT"));
    await market.controlVenue({ stale: true });
    await reader.next(isFeedState("stale"), 20_000);
    const late = await open("symbols=BTCUSDT&depth=");
    await late.next(isTickOf("BTCUSDT")).catch(() => null);
    const shown = late.events.find((event) => event.event === "tick");
    expect(shown?.data).toMatchObject({ symbol: "BTCUSDT" });
    expect(late.events[0]?.data).toMatchObject({ state: "stale" });
    await market.controlVenue({ stale: false });
    await reader.next(isFeedState("live"), 20_000);
    const next = await reader.next(isTickOf("BTCUSDT"));
    expect(next.data.timeMs).toBeGreaterThan(last.data.timeMs);
  });

  it("comes back after connections are cut without a close frame, and after refused handshakes", async () => {
    const reader = await open("symbols=BTCUSDT&depth=");
    await market.controlVenue({ refuseHandshake: true });
    await market.controlVenue({ drop: true });
    await reader.next(isFeedState("slow"), 20_000);
    await market.controlVenue({ refuseHandshake: false });
    await reader.next(isFeedState("live"), 20_000);
    await reader.next(isTickOf("BTCUSDT"));
  });

  it("is not silenced by one delisted symbol", async () => {
    await market.controlVenue({ delist: "SOLUSDT" });
    await market.controlVenue({ drop: true });
    const reader = await open(ALL);
    const notice = await reader.next(
      (event): event is typeof event =>
        event.event === "notice" && event.data.kind === "feed" && event.data.refused.includes("SOLUSDT"),
      20_000,
    );
    expect(notice.data).toMatchObject({ refused: ["SOLUSDT"] });
    await reader.next(isTickOf("BTCUSDT"));
    await reader.next(isTickOf("ETHUSDT"));
  });
});

describe("fault 19: Redis", () => {
  it("rebuilds prices and the lease after Redis was emptied", async () => {
    const reader = await open("symbols=BTCUSDT&depth=");
    await reader.next(isTickOf("BTCUSDT"));
    await market.controlRedis({ flush: true });
    const count = reader.events.length;
    await expect.poll(() => reader.events.length, { timeout: 5_000 }).toBeGreaterThan(count + 20);
    expect(reader.isEnded()).toBe(false);
  });

  it("says degraded while Redis is away, keeps the streams, and recovers", async () => {
    const reader = await open("symbols=BTCUSDT&depth=");
    await reader.next(isTickOf("BTCUSDT"));
    await market.controlRedis({ down: true });
    await reader.next(isRedisNotice("degraded"), 20_000);
    await market.controlRedis({ down: false });
    await reader.next(isRedisNotice("recovered"), 20_000);
    await reader.next(isTickOf("BTCUSDT"), 20_000);
  });

  it("subscribes again when its subscription was cut", async () => {
    const reader = await open("symbols=BTCUSDT&depth=");
    await reader.next(isTickOf("BTCUSDT"));
    await market.controlRedis({ dropSubscribers: true });
    const cutAt = reader.events.length;
    await expect.poll(() => reader.events.length, { timeout: 20_000 }).toBeGreaterThan(cutAt + 20);
  });
});

describe("fault 30: rude readers", () => {
  it("caps the streams of one address and gives every place back", async () => {
    const tries = Array.from({ length: 200 }, () => open("symbols=BTCUSDT&depth=").catch(() => null));
    const accepted = (await Promise.all(tries)).filter((reader) => reader !== null);
    expect(accepted).toHaveLength(20);
    const refused = await fetch(`${market.streamUrl}?symbols=BTCUSDT`, {
      headers: { "x-forwarded-for": "1.2.3.4" },
    });
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ error: { code: "too_many_streams" } });
    // Before a session, a portfolio or a symbol is looked up.
    for (const query of ["symbols=BTCUSDT&portfolio=p_somebody", "symbols=NOSUCHUSDT"]) {
      const early = await fetch(`${market.streamUrl}?${query}`);
      expect(await early.json()).toMatchObject({ error: { code: "too_many_streams" } });
    }
    for (const reader of accepted) reader.close();
    await expect.poll(() => getHub().describe().viewers).toBe(0);
  });

  it("leaves nothing behind after 1,000 aborts", async () => {
    for (let round = 0; round < 100; round += 1) {
      await Promise.all(
        Array.from({ length: 10 }, async () => {
          const reader = await readStream(`${market.streamUrl}?symbols=BTCUSDT&depth=`);
          reader.close();
        }),
      );
      await expect.poll(() => getHub().describe().viewers, { interval: 2 }).toBe(0);
    }
  });

  it.each([0, 1])(
    "cuts a reader that takes %d bytes a second and keeps the others",
    async (bytesPerSecond) => {
      const other = await open(ALL);
      const rude = market.openStalled(`${ALL},${OTHERS.join(",")}`, bytesPerSecond);
      await expect.poll(() => getHub().describe().viewers).toBe(2);
      await expect.poll(() => getHub().describe().viewers, { timeout: 60_000, interval: 250 }).toBe(1);
      expect(rude.destroyed).toBe(true);
      await other.next(isTickOf("BTCUSDT"));
    },
    70_000,
  );
});
