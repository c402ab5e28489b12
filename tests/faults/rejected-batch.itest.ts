import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listListings } from "@/emulators/bybit/listings";
import { type Bybit, startBybit } from "@/emulators/bybit/start-bybit";
import type { VenueMessage } from "@/lib/market/venue/parse-venue-message";
import { VenueConnections } from "@/lib/market/venue/venue-connections";
import { FAST_TIMING } from "@/tests/faults/market-fixture";

const WAIT = { timeout: 30_000 };
/** How long a rejected topic is not retried, ms. */
const LEFT_ALONE_MS = 600_000;
/** More than fit into one request of a hundred topics. */
const SYMBOLS = [...listListings().values()]
  .filter(({ rotation }) => rotation === undefined)
  .map(({ instrument }) => instrument.symbol)
  .slice(0, 130);
/** Two in the first request of tickers, one in the second. */
const DELISTED = [SYMBOLS[3], SYMBOLS[97], SYMBOLS[120]] as [string, string, string];
const LISTED = SYMBOLS.filter((symbol) => !DELISTED.includes(symbol));

let venue: Bybit;
let connections: VenueConnections;
let tickers: Set<string>;
let books: Set<string>;

beforeEach(async () => {
  venue = await startBybit({ seed: 3, symbols: SYMBOLS });
  tickers = new Set();
  books = new Set();
  for (const symbol of DELISTED) await control({ delist: symbol });
  connections = connect();
});
afterEach(async () => {
  connections.close();
  await venue.close();
});

async function control(switches: object): Promise<void> {
  const body = JSON.stringify(switches);
  const response = await fetch(`${venue.restUrl}/__control`, { method: "POST", body });
  expect(response.status).toBe(200);
}

function connect(): VenueConnections {
  return new VenueConnections({
    url: venue.wsUrl,
    owner: "test",
    onMessage: (message: VenueMessage) => {
      if (message.kind === "ticker") tickers.add(message.symbol);
      if (message.kind === "book") books.add(message.symbol);
    },
    onReconnected: () => {},
    timing: FAST_TIMING,
  });
}

describe("a batch that the venue rejects for one of its topics", () => {
  it("is asked for again without it, however many of its topics are bad", async () => {
    connections.followTickers(SYMBOLS);
    await expect.poll(() => tickers.size, WAIT).toBe(LISTED.length);
    expect([...tickers].sort()).toEqual([...LISTED].sort());
    expect([...connections.rejected()].sort()).toEqual([...DELISTED].sort());
  });

  it("costs no other symbol its book", async () => {
    connections.followDepth([DELISTED[0], "BTCUSDT", DELISTED[1], "BNBUSDT"]);
    await expect.poll(() => [...books].sort(), WAIT).toEqual(["BNBUSDT", "BTCUSDT"]);
    await expect.poll(() => connections.rejected().size, WAIT).toBe(2);
    // A released topic does not count as rejected any more.
    connections.leaveDepth([DELISTED[0]]);
    expect([...connections.rejected()]).toEqual([DELISTED[1]]);
  });

  it("is asked for again when its symbol may have come back", async () => {
    connections.followTickers(SYMBOLS);
    await expect.poll(() => connections.rejected().size, WAIT).toBe(DELISTED.length);
    await control({ list: { symbol: DELISTED[1] } });
    connections.retryRejected(Date.now() + LEFT_ALONE_MS);
    await expect.poll(() => tickers.has(DELISTED[1]), WAIT).toBe(true);
    await expect
      .poll(() => [...connections.rejected()].sort(), WAIT)
      .toEqual([DELISTED[0], DELISTED[2]].sort());
  });

  it("is asked for in full on a new connection: what was delisted may be back, and the other way round", async () => {
    connections.followTickers(SYMBOLS);
    await expect.poll(() => connections.rejected().size, WAIT).toBe(DELISTED.length);
    await control({ list: { symbol: DELISTED[2] }, delist: "BTCUSDT" });
    tickers.clear();
    await control({ drop: true });
    await expect.poll(() => tickers.has(DELISTED[2]), WAIT).toBe(true);
    await expect
      .poll(() => [...connections.rejected()].sort(), WAIT)
      .toEqual([DELISTED[0], DELISTED[1], "BTCUSDT"].sort());
  });
});
