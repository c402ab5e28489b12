import { expect, test } from "vitest";
import { formatDetails } from "@/components/admin/format-details";

test.each([
  [{ closed: 3, failed: 0 }, "closed 3 · failed 0"],
  [
    { oldestAgeMs: 12, bySymbol: { BTCUSDT: 1, ETHUSDT: 2 } },
    "oldest age ms 12 · by symbol (BTCUSDT 1 · ETHUSDT 2)",
  ],
  [
    {
      shards: [
        { id: 0, isLive: true },
        { id: 1, isLive: false },
      ],
    },
    "shards (id 0 · is live yes), (id 1 · is live no)",
  ],
  [{ skipped: null, orders: [], dropped: {} }, "skipped · orders none · dropped none"],
  [
    { outcome: "handed_over", endsAt: "2027-11-29T12:28:07.261Z" },
    "outcome handed over · ends at 2027-11-29 12:28 UTC",
  ],
  ["nothing to do", "nothing to do"],
  [null, ""],
])("writes %j as words", (facts, text) => {
  expect(formatDetails(facts)).toBe(text);
});
