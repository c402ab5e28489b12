import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readInterest } from "@/lib/market/ingest/interest";
import type { RunResult } from "@/lib/market/ingest/run-ingest";
import { getHub } from "@/lib/market/stream/hub";
import { DEFLATED_EVENTS } from "@/lib/schemas/market/market-stream";
import {
  decodeText,
  isFeedState,
  isRedisNotice,
  isTickOf,
  type MarketFixture,
  readStream,
  type StreamEvent,
  type StreamMount,
  type StreamReader,
  startMarketFixture,
} from "@/tests/faults/market-fixture";
import type { StalledSocket } from "@/tests/faults/stalled-socket";

const SYMBOLS = ["BTCUSDT", "ETHUSDT", "SOLUSDT"];
const ALL = `symbols=${SYMBOLS.join(",")}`;
/** More of the market, so that what a slow reader misses adds up sooner. */
const OTHERS = ["BNBUSDT", "XRPUSDT", "DOGEUSDT", "ADAUSDT", "LINKUSDT", "AVAXUSDT", "LTCUSDT"];

let market: MarketFixture;
let leader: { stop: () => void; ended: Promise<RunResult> };
const readers: StreamReader[] = [];
const sockets: StalledSocket[] = [];

async function open(query: string, headers: Record<string, string> = {}): Promise<StreamReader> {
  const reader = await readStream(`${market.streamUrl}?${query}`, headers);
  readers.push(reader);
  return reader;
}

/** Opens streams until one begins while the feed is live: it lags on a busy machine. */
async function openLive(query: string): Promise<StreamReader> {
  for (;;) {
    const reader = await open(query);
    await reader.next(isTickOf("BTCUSDT"));
    if (reader.events.findIndex(isFeedState("live")) === 0) return reader;
  }
}

function openStalled(query: string, bytesPerSecond: number): StalledSocket {
  const socket = market.openStalled(query, bytesPerSecond);
  sockets.push(socket);
  return socket;
}

/** Ids of all trades of a symbol in the order in which the browser got them. */
function tradeIds(reader: StreamReader, symbol: string): string[] {
  return reader.events.flatMap((event) =>
    event.event === "trades" && event.data.symbol === symbol ? event.data.trades.map((one) => one.id) : [],
  );
}

/** The last prices of an event. */
function pricesOf(event: StreamEvent): string[] {
  return event.event === "tick" ? [`${event.data.symbol} ${event.data.last} ${event.data.timeMs}`] : [];
}

/** Every test of the stream and of the market behind it, with the stream served by one of its two servers. */
export function describeStream(mount: StreamMount): void {
  beforeAll(async () => {
    market = await startMarketFixture({ symbols: [...SYMBOLS, ...OTHERS], mount });
    leader = market.startRun("first");
    const reader = await open(ALL);
    await reader.next(isTickOf("BTCUSDT"));
  });
  afterEach(() => {
    for (const reader of readers.splice(0)) reader.close();
    for (const socket of sockets.splice(0)) socket.destroy();
  });
  afterAll(() => market.close());

  describe("the stream", () => {
    it("begins with the feed's state, a ping and the newest frame of every symbol", async () => {
      const reader = await openLive(`${ALL}&depth=BTCUSDT`);
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
    ])("rejects %s before its first byte", async (query, status, code) => {
      const response = await fetch(`${market.streamUrl}?${query}`);
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ error: { code } });
    });
  });

  describe("the forms of the stream", () => {
    it("are the same events, deflated for those who ask for it", async () => {
      const readers = await Promise.all([
        open("rows=BTCUSDT,ETHUSDT&symbols=SOLUSDT"),
        open("rows=BTCUSDT,ETHUSDT&symbols=SOLUSDT", { accept: DEFLATED_EVENTS }),
      ]);
      for (const reader of readers) {
        await reader.next(isTickOf("SOLUSDT"));
        await reader.next(isTickOf("BTCUSDT"));
      }
      const [plain, deflated] = readers.map((reader) => reader.events.flatMap(pricesOf));
      const [last] = deflated?.slice(-1) ?? [];
      expect(plain).toContainEqual(last);
      expect(readers.map((reader) => reader.headers["content-type"])).toEqual([
        "text/event-stream; charset=utf-8",
        DEFLATED_EVENTS,
      ]);
      const bytes = readers[1]?.bytes() ?? 0;
      const textBytes = readers[1]?.textBytes() ?? 0;
      expect(bytes).toBeLessThan(textBytes);
    });

    it("tell proxies and browsers not to keep, gather or compress events", async () => {
      for (const accept of ["text/event-stream", DEFLATED_EVENTS]) {
        const { headers } = await open("symbols=BTCUSDT", { accept });
        expect(headers).toMatchObject({
          "cache-control": "no-store, no-transform",
          "x-accel-buffering": "no",
        });
        expect(headers.vary).toContain("accept");
        expect(headers["content-encoding"]).toBeUndefined();
      }
    });

    it("save data: ten levels, no trades, half a second", async () => {
      const reader = await open("symbols=BTCUSDT&saver=1");
      for (let count = 0; count < 4; count += 1) await reader.next(isTickOf("BTCUSDT"));
      const books = reader.events.flatMap((event) => (event.event === "book" ? [event.data] : []));
      expect(Math.max(...books.map(({ bids, asks }) => Math.max(bids.length, asks.length)))).toBe(10);
      expect(reader.events.some((event) => event.event === "trades")).toBe(false);
      expect(await readInterest(Date.now())).toContain("BTCUSDT");
    });
  });

  describe("a publication that is lost", () => {
    it("between hub and reader is made up for by key frames", async () => {
      const slow = openStalled(`${ALL},${OTHERS.join(",")}`, 0);
      // More than may wait for one reader has been published meanwhile.
      await open(`${ALL},${OTHERS.join(",")}`).then(async (other) => {
        await expect.poll(() => other.bytes(), { timeout: 30_000 }).toBeGreaterThan(120_000);
      });
      slow.setRate(10_000_000);
      const keys = () => slow.text().split("event: key").length - 1;
      await expect.poll(keys, { timeout: 5_000 }).toBeGreaterThan(2 * SYMBOLS.length);
      // Decoding throws at a gap.
      const ticks = () => decodeText(slow.text()).filter(isTickOf("BTCUSDT")).length;
      await expect.poll(ticks, { timeout: 10_000 }).toBeGreaterThan(20);
    }, 60_000);
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
        for (let publications = 0; publications < 5; publications += 1)
          await reader.next(isTickOf("BTCUSDT"));
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
      for (let publications = 0; publications < 5; publications += 1) await reader.next(isTickOf("BTCUSDT"));
      const shown = reader.events.flatMap((event) =>
        event.event === "tick" ? [Number(event.data.last)] : [],
      );
      expect(Math.max(...shown) / Number(last)).toBeLessThan(1.1);
    });

    it("never shows a book whose best bid stands above its best ask", async () => {
      const reader = await open("symbols=ETHUSDT");
      await reader.next(isTickOf("ETHUSDT"));
      await market.controlVenue({ crossBook: { symbol: "ETHUSDT" } });
      for (let publications = 0; publications < 5; publications += 1) await reader.next(isTickOf("ETHUSDT"));
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
      for (let publications = 0; publications < 5; publications += 1) await reader.next(isTickOf("BTCUSDT"));
      await market.controlVenue({ silent: "" });
      await reader.next(isTickOf("SOLUSDT"));
    });

    it("survives frames that are not JSON, and counts them", async () => {
      const reader = await open("symbols=BTCUSDT&depth=");
      await market.controlVenue({ garbage: 0.5 });
      await reader.next(isTickOf("BTCUSDT"));
      for (let publications = 0; publications < 10; publications += 1) await reader.next(isTickOf("BTCUSDT"));
      await market.controlVenue({ garbage: 0 });
      await expect
        .poll(() => getHub().describe().shards[0]?.leader?.dropped ?? 0, { timeout: 5_000 })
        .toBeGreaterThan(0);
    });

    it("asks for a new book after a gap and shows it", async () => {
      const reader = await open("symbols=ETHUSDT");
      await market.controlVenue({ skipUpdateId: { symbol: "ETHUSDT" } });
      await expect
        .poll(
          () => {
            const ids = reader.events.flatMap((event) =>
              event.event === "book" ? [event.data.updateId] : [],
            );
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
      // The stream may repeat its last price, as a key frame, before the first new one.
      const { symbol, timeMs } = last.data;
      await reader.next(
        (event): event is typeof last =>
          event.event === "tick" && event.data.symbol === symbol && event.data.timeMs > timeMs,
      );
    });

    it("comes back after connections are cut without a close frame, and after rejected handshakes", async () => {
      const reader = await open("symbols=BTCUSDT&depth=");
      await market.controlVenue({ rejectHandshake: true });
      await market.controlVenue({ drop: true });
      await reader.next(isFeedState("slow"), 20_000);
      await market.controlVenue({ rejectHandshake: false });
      await reader.next(isFeedState("live"), 20_000);
      await reader.next(isTickOf("BTCUSDT"));
    });

    it("is not silenced by one delisted symbol", async () => {
      await market.controlVenue({ delist: "SOLUSDT" });
      await market.controlVenue({ drop: true });
      const reader = await open(ALL);
      const notice = await reader.next(
        (event): event is typeof event =>
          event.event === "notice" && event.data.kind === "feed" && event.data.rejected.includes("SOLUSDT"),
        20_000,
      );
      expect(notice.data).toMatchObject({ rejected: ["SOLUSDT"] });
      await reader.next(isTickOf("BTCUSDT"));
      await reader.next(isTickOf("ETHUSDT"));
    });
  });

  describe("a symbol that is listed and delisted while 50 readers look at it", () => {
    it("comes and goes, and every reader keeps its stream", async () => {
      const listed = OTHERS[6] as string;
      await market.controlVenue({ delist: listed });
      await market.controlVenue({ drop: true });
      const crowd = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          open(index % 2 === 0 ? `rows=BTCUSDT,${listed}` : `symbols=BTCUSDT,${listed}`, {
            "x-test-client": `10.1.0.${index % 5}`,
            accept: index % 3 === 0 ? DEFLATED_EVENTS : "text/event-stream",
          }),
        ),
      );
      await Promise.all(crowd.map((reader) => reader.next(isTickOf("BTCUSDT"), 30_000)));
      await market.controlVenue({ list: { symbol: listed }, drop: true });
      await Promise.all(crowd.map((reader) => reader.next(isTickOf(listed), 30_000)));
      await market.controlVenue({ delist: listed });
      await market.controlVenue({ drop: true });
      await Promise.all(crowd.map((reader) => reader.next(isTickOf("BTCUSDT"), 30_000)));
      expect(crowd.filter((reader) => reader.isEnded())).toEqual([]);
      // A new reader is not rejected.
      await (await open(`rows=BTCUSDT,${listed}`)).next(isTickOf("BTCUSDT"));
      await market.controlVenue({ list: { symbol: listed } });
    }, 100_000);
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
      const rejected = await fetch(`${market.streamUrl}?symbols=BTCUSDT`, {
        headers: { "x-forwarded-for": "1.2.3.4" },
      });
      expect(rejected.status).toBe(429);
      expect(await rejected.json()).toMatchObject({ error: { code: "too_many_streams" } });
      // Before a session, a portfolio or a symbol is looked up.
      for (const query of ["symbols=BTCUSDT&portfolio=p_other", "symbols=NOSUCHUSDT"]) {
        const early = await fetch(`${market.streamUrl}?${query}`);
        expect(await early.json()).toMatchObject({ error: { code: "too_many_streams" } });
      }
      for (const reader of accepted) reader.close();
      await expect.poll(() => getHub().describe().viewers).toBe(0);
    });

    it("limits how often one client IP may open a stream", async () => {
      const attempt = () =>
        fetch(`${market.streamUrl}?symbols=NOPE`, { headers: { "x-test-client": "10.9.9.9" } });
      for (let count = 0; count < 500; count += 1) expect((await attempt()).status).toBe(400);
      const rejected = await attempt();
      expect(rejected.status).toBe(429);
      expect(Number(rejected.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await rejected.json()).toMatchObject({ error: { code: "rate_limited" } });
    });

    it("leaves nothing behind after 1,000 aborts", async () => {
      for (let round = 0; round < 100; round += 1) {
        await Promise.all(
          Array.from({ length: 10 }, async () => {
            const reader = await readStream(`${market.streamUrl}?symbols=BTCUSDT&depth=`, {
              "x-test-client": `10.0.0.${round}`,
            });
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
        const rude = openStalled(`${ALL},${OTHERS.join(",")}`, bytesPerSecond);
        await expect.poll(() => getHub().describe().viewers).toBe(2);
        await expect.poll(() => getHub().describe().viewers, { timeout: 60_000, interval: 250 }).toBe(1);
        expect(rude.destroyed).toBe(true);
        await other.next(isTickOf("BTCUSDT"));
      },
      70_000,
    );
  });
}
