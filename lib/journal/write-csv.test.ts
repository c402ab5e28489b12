import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeCsv } from "@/lib/journal/write-csv";
import type { JournalEntryDto } from "@/lib/schemas/journal-responses";

const ENTRY: JournalEntryDto = {
  id: "portfolio:1",
  portfolioId: "portfolio",
  symbol: "BTCUSDT",
  side: "long",
  qty: "1",
  entryPrice: "100",
  exitPrice: "90",
  leverage: "1",
  gross: "-10",
  fees: "0.1",
  funding: "-0.00000001",
  net: "-10.1",
  risk: null,
  initialStop: null,
  initialTarget: null,
  r: { value: null, why: "no stop" },
  plannedRewardToRisk: { value: null, why: "no stop" },
  mfe: null,
  mae: null,
  efficiency: { value: null, why: "no ticks" },
  exitReason: "manual",
  openedAt: "2026-01-01T00:00:00.000Z",
  closedAt: "2026-01-01T01:00:00.000Z",
  notes: "",
  tags: [],
  mistakes: [],
  setup: null,
  rulesKept: [],
  rulesBroken: [],
  rating: 3,
  moodBefore: 4,
  moodAfter: null,
};

/** Reads CSV (RFC 4180) with the given separator, which depends on the country. */
function parseCsv(text: string, separator: string): string[][] {
  const rows: string[][] = [[]];
  const cells = new RegExp(`(?:"((?:[^"]|"")*)"|([^"\\r\\n${separator}]*))(${separator}|\\r\\n)`, "g");
  for (const [, quoted, plain, end] of text.matchAll(cells)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

/** A note's cell in the file, and its text after the documented rule for reading is applied. */
function exportNote(notes: string): { cell: string; readBack: string } {
  const rows = parseCsv(writeCsv([{ ...ENTRY, notes }]), ",");
  const cell = rows[1]?.at(-1) ?? "";
  expect(rows).toHaveLength(2);
  return { cell, readBack: cell.startsWith("'") ? cell.slice(1) : cell };
}

describe("a text that a spreadsheet would take for a formula", () => {
  const SIGNS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "|calc",
    "%x",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM",
    "﹣1",
    "−1+1",
    "⁺1",
  ];
  const BEFORE = [
    "",
    " ",
    "   ",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\u200b",
    "\ufeff",
    "\u00a0",
    "\u2060",
    "\u00ad",
    "\u202e",
    "\u3000",
    "\u3164",
    "\u2800",
    "\0",
    "\u200b \n",
  ];

  it.each(BEFORE)("behind %j is neutralised, whatever its width", (before) => {
    for (const sign of SIGNS) {
      const { cell, readBack } = exportNote(before + sign);
      expect([cell, readBack]).toEqual([`'${before}${sign}`, before + sign]);
    }
  });

  it.each(["\tplain", "\rplain", "\nplain"])("%j is neutralised", (notes) => {
    expect(exportNote(notes).cell).toBe(`'${notes}`);
  });

  it.each(["a=1+1", "1-1", "plain", "", "-10.5", "-0.00000001", "é", "(−1)", "10%"])(
    "%j is none",
    (notes) => {
      expect(exportNote(notes).cell).toBe(notes);
    },
  );
});

it("splits at no separator of another country", () => {
  const csv = writeCsv([{ ...ENTRY, notes: "ok; =1+1", tags: ["one", "=two"], setup: "a\t=1" }]);
  expect(csv).toContain('"ok; =1+1"');
  expect(csv).toContain('"one; =two"');
  expect(csv).toContain('"a\t=1"');
});

it("a heading and an empty list are CSV, too", () => {
  expect(parseCsv(writeCsv([]), ",")).toHaveLength(1);
});

it("gives every text back", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("'", "=", '"', ",", ";", "\n", "\r\n", " ", "a", "-1", "é", "\u200b")),
      (parts) => {
        expect(exportNote(parts.join("")).readBack).toBe(parts.join(""));
      },
    ),
  );
});
