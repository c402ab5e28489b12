import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { GET as getFile } from "@/app/api/candles/file/route";
import { GET } from "@/app/api/candles/route";
import { candleStartMs, rangeEndMs } from "@/lib/core/candle-interval";
import { getDb } from "@/lib/db/client";
import { findCandles } from "@/lib/db/market/candles";
import { decodeCandles, decodeMarks } from "@/lib/lab/candles/candle-file";
import { getCandles } from "@/lib/market/reference/candles";
import { createTestDatabase } from "@/tests/support/create-test-database";

const MINUTE_MS = 60_000;
const SYMBOL = "BTCUSDT";
/** The venue's history begins here; its clock is in the middle of the last minute. */
const LAUNCH_MS = Date.parse("2026-01-01T00:00:00Z");
const NOW_MS = LAUNCH_MS + 3_000 * MINUTE_MS + 30_000;

let venue: Server;
let asked: string[] = [];
let isUnavailable = false;

/** A venue with one symbol: candle n has open n, and the newest comes first, as on the wire. */
function respondToKline(url: URL): object {
  const end = Math.min(Number(url.searchParams.get("end") ?? NOW_MS), NOW_MS);
  const limit = Number(url.searchParams.get("limit"));
  const last = Math.floor((end - LAUNCH_MS) / MINUTE_MS);
  const list = [];
  for (let n = last; n >= 0 && list.length < limit; n -= 1) {
    list.push([
      String(LAUNCH_MS + n * MINUTE_MS),
      `${n + 1}`,
      `${n + 2}.5`,
      `${n + 1}`,
      `${n + 2}`,
      "1.25",
      "100",
    ]);
  }
  return { retCode: 0, retMsg: "OK", result: { category: "linear", symbol: SYMBOL, list }, time: NOW_MS };
}

function respondToFunding(): object {
  const list = [8, 0].map((hour) => ({
    symbol: SYMBOL,
    fundingRate: "0.0001",
    fundingRateTimestamp: String(LAUNCH_MS + hour * 60 * MINUTE_MS),
  }));
  return { retCode: 0, retMsg: "OK", result: { category: "linear", list }, time: NOW_MS };
}

beforeAll(async () => {
  venue = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://venue");
    if (url.pathname.endsWith("/kline")) asked.push(url.search);
    if (isUnavailable) return response.destroy();
    response.setHeader("content-type", "application/json");
    const isFunding = url.pathname.endsWith("/funding/history");
    response.end(JSON.stringify(isFunding ? respondToFunding() : respondToKline(url)));
  });
  await new Promise<void>((resolve) => venue.listen(0, "127.0.0.1", resolve));
  Object.assign(process.env, {
    DATABASE_URL: await createTestDatabase(),
    UPSTASH_REDIS_REST_URL: "http://127.0.0.1:1",
    UPSTASH_REDIS_REST_TOKEN: "none",
    QSTASH_TOKEN: "none",
    QSTASH_CURRENT_SIGNING_KEY: "sig_none_current_key",
    QSTASH_NEXT_SIGNING_KEY: "sig_none_next_key",
    CRON_SECRET: "0123456789abcdef",
    NEXTAUTH_SECRET: "0123456789abcdef0123456789abcdef",
    BYBIT_REST_URL: `http://127.0.0.1:${(venue.address() as AddressInfo).port}`,
    MARKET_ID: "test-venue",
  });
});
beforeEach(() => {
  asked = [];
  isUnavailable = false;
});
afterAll(async () => {
  await getDb().$disconnect();
  venue.close();
});

const query = (limit: number, beforeMs?: number) => ({
  symbol: SYMBOL,
  interval: "1" as const,
  limit,
  beforeMs,
});

it("answers oldest first, the open candle last, and keeps only closed ones", async () => {
  const page = await getCandles(query(3));
  expect(page.end).toBe(false);
  expect(page.candles.map((one) => one.open)).toEqual(["2999", "3000", "3001"]);
  const stored = await findCandles({ venue: "test-venue", ...query(1), beforeMs: NOW_MS });
  expect(stored[0]).toMatchObject({ open: "3000", high: "3001.5", volume: "1.25" });
});

it("shares the newest page among those who ask at once", async () => {
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  const pages = await Promise.all([getCandles(query(5)), getCandles(query(1_000)), getCandles(query(1))]);
  expect(asked).toHaveLength(1);
  expect(pages.map((page) => page.candles.length)).toEqual([5, 1_000, 1]);
});

it("asks the venue once for an older page and the database from then on", async () => {
  const beforeMs = LAUNCH_MS + 1_500 * MINUTE_MS;
  const first = await getCandles(query(500, beforeMs));
  expect(asked).toHaveLength(1);
  const again = await getCandles(query(500, beforeMs));
  expect(again).toEqual(first);
  expect(asked).toHaveLength(1);
  expect(again.candles.at(-1)?.startMs).toBe(beforeMs - MINUTE_MS);
  expect(again.candles).toHaveLength(500);
});

it("says that there is no older history at its beginning", async () => {
  const page = await getCandles(query(500, LAUNCH_MS + 200 * MINUTE_MS));
  expect(page.candles).toHaveLength(200);
  expect(page.end).toBe(true);
});

it("fills a gap in the database from the venue", async () => {
  await getDb().candle.deleteMany({ where: { startAt: new Date(LAUNCH_MS + 1_400 * MINUTE_MS) } });
  const page = await getCandles(query(300, LAUNCH_MS + 1_500 * MINUTE_MS));
  expect(asked).toHaveLength(1);
  expect(page.candles.map((one) => one.open)).toEqual(Array.from({ length: 300 }, (_, n) => `${1_201 + n}`));
});

it("answers from the database while the venue is away, and rejects when there is nothing", async () => {
  isUnavailable = true;
  const page = await getCandles(query(100, LAUNCH_MS + 2_990 * MINUTE_MS));
  expect(page.candles).toHaveLength(100);
  await expect(getCandles({ ...query(10), symbol: "ETHUSDT" })).rejects.toMatchObject({
    code: "venue_unavailable",
  });
});

it("asks the venue and the database once for a thousand visitors who scroll to the same range", async () => {
  await getDb().candle.deleteMany({});
  const read = vi.spyOn(getDb().candle, "findMany");
  const beforeMs = rangeEndMs("1", LAUNCH_MS + 900 * MINUTE_MS);
  const pages = await Promise.all(Array.from({ length: 1_000 }, () => getCandles(query(500, beforeMs))));
  expect(asked).toHaveLength(1);
  expect(read).toHaveBeenCalledTimes(1);
  expect(new Set(pages.map((page) => page.candles)).size).toBe(1);
  expect(pages[0]?.candles.at(-1)?.startMs).toBe(beforeMs - MINUTE_MS);
  read.mockRestore();
});

describe("for a shared cache", () => {
  const ask = (search: string, headers: HeadersInit = {}, market = "&market=test-venue") =>
    GET(new Request(`http://app/api/candles?symbol=${SYMBOL}&interval=1${market}&${search}`, { headers }));
  const beforeMs = LAUNCH_MS + 1_000 * MINUTE_MS;

  it("a closed range is the same to everybody, for ever", async () => {
    const [cold, warm] = [
      await ask(`limit=500&beforeMs=${beforeMs}`),
      await ask(`limit=500&beforeMs=${beforeMs}`, { cookie: "next-auth.session-token=someone" }),
    ];
    for (const response of [cold, warm]) {
      expect(response.headers.get("cache-control")).toBe("public, s-maxage=31536000, immutable");
      expect([...response.headers.keys()].sort()).toEqual(["cache-control", "content-type"]);
    }
    const [first, second] = [await cold.json(), await warm.json()];
    expect(first.candles).toHaveLength(500);
    expect({ ...second, serverTimeMs: 0 }).toEqual({ ...first, serverTimeMs: 0 });
  });

  it("a closed range lasts a second where the URL does not name the market", async () => {
    const response = await ask(`limit=500&beforeMs=${beforeMs}`, {}, "");
    expect(response.headers.get("cache-control")).toBe("public, s-maxage=1");
    expect((await response.json()).candles).toHaveLength(500);
  });

  it("no range of another market is given", async () => {
    const response = await ask(`limit=500&beforeMs=${beforeMs}`, {}, "&market=simulated-42");
    expect(response.status).toBe(404);
    expect(response.headers.get("cache-control") ?? "").not.toContain("public");
    expect(await response.json()).toMatchObject({ error: { code: "not_found" } });
  });

  it("the open range lasts a second, and one that closed just now no longer", async () => {
    expect((await ask("limit=500")).headers.get("cache-control")).toBe("public, s-maxage=1");
    vi.setSystemTime(NOW_MS);
    const justClosedMs = candleStartMs("1", NOW_MS);
    const closed = await ask(`limit=5&beforeMs=${justClosedMs}`);
    expect(closed.headers.get("cache-control")).toBe("public, s-maxage=1");
    vi.setSystemTime(NOW_MS + 60_000);
    const later = await ask(`limit=5&beforeMs=${justClosedMs}`);
    expect(later.headers.get("cache-control")).toBe("public, s-maxage=31536000, immutable");
    vi.useRealTimers();
  });

  it("what is known without the venue is marked as old and not cached for ever", async () => {
    // The newest page is cached for a second.
    await vi.waitFor(async () => expect((await getCandles(query(5))).isOpenMissing).toBe(false), 60_000);
    isUnavailable = true;
    const newest = await vi.waitFor(async () => {
      const response = await ask("limit=5");
      expect(response.headers.get("cache-control")).toBe("no-store");
      return response;
    }, 60_000);
    expect(await newest.json()).toMatchObject({ isOpenMissing: true, candles: { length: 5 } });
    await getDb().candle.deleteMany({ where: { startAt: new Date(beforeMs - 3 * MINUTE_MS) } });
    const older = await ask(`limit=10&beforeMs=${beforeMs}`);
    expect(older.headers.get("cache-control")).toBe("public, s-maxage=1");
  });

  it("the same query after the outage is whole again", async () => {
    const older = await ask(`limit=10&beforeMs=${beforeMs}`);
    expect(older.headers.get("cache-control")).toBe("public, s-maxage=31536000, immutable");
    expect((await older.json()).candles).toHaveLength(10);
  });
});

describe("a file of candles", () => {
  const request = (query: string) => getFile(new Request(`http://localhost/api/candles/file?${query}`));

  it("has a day's candles, marks and funding, is built once, and may be kept for ever", async () => {
    const query = `symbol=${SYMBOL}&period=2026-01-01&market=test-venue`;
    const responses = [await request(query), await request(query), await request(`${query}&part=marks`)];
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
    // Two pages of a day; then it is stored.
    expect(asked.filter((search) => !search.includes("mark"))).toHaveLength(2);
    const [built, stored, marks] = await Promise.all(
      responses.map(async (response) => new Uint8Array(await response.arrayBuffer())),
    );
    if (built === undefined || marks === undefined) throw new Error("Three files were requested.");
    const columns = await decodeCandles(built);
    const { startMs, mark, funding } = decodeMarks(marks);
    expect(stored).toEqual(built);
    expect(startMs).toBe(LAUNCH_MS);
    expect(columns).toMatchObject({ startMs: LAUNCH_MS, filled: 0 });
    expect([columns.open[0], columns.high[0], columns.close[1_439]]).toEqual([1, 2.5, 1_441]);
    expect([columns.close.length, mark[5], columns.volume[3]]).toEqual([1_440, 7, 1.25]);
    expect(funding).toEqual([
      { atMs: LAUNCH_MS, rate: 0.0001 },
      { atMs: LAUNCH_MS + 480 * MINUTE_MS, rate: 0.0001 },
    ]);
    expect(responses[0]?.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  });

  it.each([
    ["a day that has not ended", `symbol=${SYMBOL}&period=2099-01-01`, 404],
    ["a month before the market", `symbol=${SYMBOL}&period=2015-01`, 404],
    ["an unknown symbol", "symbol=NOPEUSDT&period=2026-01-01", 404],
    ["another market", `symbol=${SYMBOL}&period=2026-01-01&market=other`, 404],
    ["no period", `symbol=${SYMBOL}&period=yesterday`, 400],
  ])("there is none of %s", async (_name, query, status) => {
    expect((await request(query)).status).toBe(status);
  });
});
