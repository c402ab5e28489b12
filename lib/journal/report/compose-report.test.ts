import { inflateSync } from "node:zlib";
import { expect, it } from "vitest";
import { composeReport } from "@/lib/journal/report/compose-report";
import type { JournalEntryDto, JournalMetricsDto } from "@/lib/schemas/journal-responses";
import { translate } from "@/tests/support/text";

const NONE = { value: null, why: "no_trades" };

function metricsOf(change: Partial<JournalMetricsDto>): JournalMetricsDto {
  const figures = new Proxy({}, { get: () => NONE }) as JournalMetricsDto["figures"];
  const zero = { count: 0, wins: 0, losses: 0, breakEvens: 0, net: "0", gross: "0", fees: "0", funding: "0" };
  const maxDrawdown = { amount: "0", longestUnderWaterMs: 0 };
  const rest = { zone: "UTC", figures, breakdowns: {}, curve: [], maxDrawdown, equity: null };
  return { ...zero, ...rest, ...change } as JournalMetricsDto;
}

function tradeOf(index: number): JournalEntryDto {
  const at = new Date(Date.parse("2026-03-01T00:00:00Z") + index * 3_600_000).toISOString();
  const prices = { qty: "0.5", entryPrice: "100", exitPrice: "101" };
  return { symbol: "BTCUSDT", side: "long", closedAt: at, net: "0.5", r: NONE, ...prices } as JournalEntryDto;
}

/** The texts of each page. */
function readTexts(bytes: Uint8Array): string[][] {
  const all = Buffer.from(bytes);
  const text = all.toString("latin1");
  return [...text.matchAll(/\/Length (\d+) .*\nstream\n/g)].map((found) => {
    const start = found.index + found[0].length;
    const content = inflateSync(all.subarray(start, start + Number(found[1]))).toString("latin1");
    return [...content.matchAll(/<([0-9a-f]*)> Tj/g)].map(([, hex]) =>
      Buffer.from(hex ?? "", "hex").toString("latin1"),
    );
  });
}

const NOW_MS = Date.parse("2026-04-01T12:00:00Z");

it("says of a period without trades that there are none", () => {
  const input = { metrics: metricsOf({}), entries: [], from: null, to: null, nowMs: NOW_MS };
  const pages = readTexts(composeReport(input, translate("journal"), "en"));
  expect(pages).toHaveLength(1);
  expect(pages[0]).toEqual(expect.arrayContaining(["Trading report", "no trades yet", "Page 1 of 1"]));
});

it("lists days, markets and the newest 500 trades over as many pages as they need", () => {
  const entries = Array.from({ length: 600 }, (_, index) => tradeOf(600 - index));
  const bucket = {
    name: "BTCUSDT",
    count: 600,
    net: "300",
    winRate: { value: "1", why: null },
    expectancy: "0.5",
  };
  const metrics = metricsOf({
    count: 600,
    wins: 600,
    net: "300",
    breakdowns: { symbol: [{ ...bucket, isThin: false }] },
    curve: [
      { at: "2026-03-01T00:00:00Z", net: "0", drawdown: "0" },
      { at: "2026-03-26T00:00:00Z", net: "300", drawdown: "0" },
    ],
  });
  const input = { metrics, entries, from: "2026-03-01", to: "2026-03-31", nowMs: NOW_MS };
  const pages = readTexts(composeReport(input, translate("journal"), "en"));
  const all = pages.flat();
  expect(pages.length).toBeGreaterThan(8);
  expect(all.filter((text) => text.startsWith("BTCUSDT long"))).toHaveLength(500);
  expect(all.filter((text) => /^2026-03-\d\d$/.test(text))).toHaveLength(26);
  expect(all).toEqual(
    expect.arrayContaining(["+300.00", "600 won, 0 lost, 0 even", `Page 2 of ${pages.length}`]),
  );
  expect(all.some((text) => text.includes("500 of 600"))).toBe(true);
});
