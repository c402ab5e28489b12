import { expect, it } from "vitest";
import { PathRecorder } from "@/lib/market/ingest/published-path";

it("tells a trade from a ticker, at which nothing traded", () => {
  const path = new PathRecorder();
  path.recordTicker({ last: "100", mark: "100.1", timeMs: 1 }, 1);
  path.recordTrade({ price: "99", qty: "0.5", timeMs: 2 }, 2);
  path.recordTicker({ last: "98", mark: "100.2", timeMs: 3 }, 3);
  expect(path.drain()).toEqual({
    points: [
      { last: "100", mark: "100.1", qty: "0", timeMs: 1, seq: 1 },
      { last: "99", mark: "100.1", qty: "0.5", timeMs: 2, seq: 2 },
      { last: "99", mark: "100.2", qty: "0", timeMs: 3, seq: 3 },
    ],
    isLost: false,
  });
});
