import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { readInterest } from "@/lib/market/ingest/interest";
import { getHub } from "@/lib/market/stream/hub";
import {
  isTickOf,
  type MarketFixture,
  readStream,
  type StreamMount,
  type StreamReader,
  startMarketFixture,
} from "@/tests/faults/market-fixture";
import type { StalledSocket } from "@/tests/faults/stalled-socket";

const SYMBOLS = ["BTCUSDT", "ETHUSDT"];
const MOST_STREAMS = 20;
const WAIT = { timeout: 30_000 };

/**
 * A phone that loses its network sends no FIN: to the server its connection looks open, and the kernel takes what is
 * written to it for minutes. Nothing but the end of the stream's own life gives its place back.
 */
export function describeVanished(mount: StreamMount): void {
  let market: MarketFixture;
  const readers: StreamReader[] = [];
  const sockets: StalledSocket[] = [];

  beforeAll(async () => {
    market = await startMarketFixture({ symbols: SYMBOLS, mount, env: { STREAM_MAX_SECONDS: "3" } });
    market.startRun("leader");
    const reader = await readStream(`${market.streamUrl}?symbols=BTCUSDT`);
    await reader.next(isTickOf("BTCUSDT"));
    reader.close();
    await vi.waitUntil(() => getHub().describe().viewers === 0, WAIT);
  });
  afterEach(() => {
    for (const reader of readers.splice(0)) reader.close();
    for (const socket of sockets.splice(0)) socket.destroy();
  });
  afterAll(() => market.close());

  /** A reader that has vanished: the kernel buffers every byte, and nothing reads it. */
  function openVanished(query: string): StalledSocket {
    const socket = market.openStalled(query, Number.POSITIVE_INFINITY);
    sockets.push(socket);
    return socket;
  }

  describe("a reader that vanishes without a FIN", () => {
    it("is let go of at the end of its stream, with its place and its interest", async () => {
      for (let count = 0; count < MOST_STREAMS; count += 1) openVanished("symbols=ETHUSDT");
      await expect.poll(() => getHub().describe().viewers, WAIT).toBe(MOST_STREAMS);
      expect(await readInterest(Date.now())).toContain("ETHUSDT");
      const inPlace = await fetch(`${market.streamUrl}?symbols=BTCUSDT`);
      expect(await inPlace.json()).toMatchObject({ error: { code: "too_many_streams" } });
      await expect.poll(() => getHub().describe().viewers, WAIT).toBe(0);
      // A minute later its symbol has no interest any more.
      expect(await readInterest(Date.now() + 61_000)).not.toContain("ETHUSDT");
      const next = await readStream(`${market.streamUrl}?symbols=BTCUSDT`);
      readers.push(next);
      await next.next(isTickOf("BTCUSDT"));
    }, 60_000);

    it("delays no other reader", async () => {
      for (let count = 0; count < 5; count += 1) openVanished("symbols=BTCUSDT,ETHUSDT");
      const other = await readStream(`${market.streamUrl}?symbols=BTCUSDT`);
      readers.push(other);
      for (let count = 0; count < 5; count += 1) await other.next(isTickOf("BTCUSDT"));
      await expect.poll(() => getHub().describe().viewers, WAIT).toBeLessThanOrEqual(1);
    }, 60_000);
  });
}
