import { describe, expect, it } from "vitest";
import { readImport } from "@/tests/support/read-import";
import { writeZip } from "@/tests/support/write-zip";

const HEAD = "time,coin,dir,px,sz,ntl,fee,closedPnl";
const ROWS = [
  HEAD,
  "2026-01-10T10:00:00Z,HYPE,Open Long,20,1,20,0,0",
  "2026-01-10T11:00:00Z,HYPE,Close Long,21,1,21,0,1",
];
const CSV = `${ROWS.join("\n")}\n`;

/** A sheet whose cells are shared texts (`s`), numbers, or dates by their style (`d`). */
function workbook(rows: readonly (readonly [kind: "s" | "n" | "d", value: string][])[]): Buffer {
  const texts = [...new Set(rows.flat().flatMap(([kind, value]) => (kind === "s" ? [value] : [])))];
  const cell = ([kind, value]: readonly ["s" | "n" | "d", string], row: number, column: number) => {
    const place = `r="${String.fromCharCode(65 + column)}${row + 1}"`;
    if (kind === "s") return `<x:c ${place} t="s"><x:v>${texts.indexOf(value)}</x:v></x:c>`;
    return `<x:c ${place}${kind === "d" ? ' s="1"' : ""}><x:v>${value}</x:v></x:c>`;
  };
  const lines = rows.map(
    (cells, row) =>
      `<x:row r="${row + 1}">${cells.map((one, column) => (one[1] === "" ? "" : cell(one, row, column))).join("")}</x:row>`,
  );
  return writeZip({
    "[Content_Types].xml": "<Types/>",
    "xl/worksheets/sheet1.xml": `<x:worksheet><x:sheetData>${lines.join("")}</x:sheetData></x:worksheet>`,
    "xl/sharedStrings.xml": `<sst>${texts.map((text) => `<si><r><t>${text}</t></r></si>`).join("")}</sst>`,
    "xl/styles.xml":
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm\\-dd hh:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>',
  });
}

describe("the forms that a file may have", () => {
  it.each([",", ";", "\t", "|"])("cells separated by %j", async (separator) => {
    expect((await readImport(CSV.replaceAll(",", separator))).trips).toHaveLength(1);
  });

  it.each([
    ["UTF-16 LE without a mark", Buffer.from(CSV, "utf16le")],
    ["UTF-16 BE", Buffer.from(`\ufeff${CSV}`, "utf16le").swap16()],
    ["a ZIP with the file", writeZip({ "export/trades.csv": CSV, "__MACOSX/._trades.csv": "x" })],
  ])("%s", async (_name, content) => {
    expect((await readImport(content)).trips).toHaveLength(1);
  });

  it("a spreadsheet: shared texts, numbers with three places, dates as days since 1900", async () => {
    const head = "Time,Position,Symbol,Type,Volume,Price,S / L,T / P,Time,Price,Commission,Swap,Profit";
    const result = await readImport(
      workbook([
        [["s", "Trade History Report"]],
        head.split(",").map((name): ["s", string] => ["s", name]),
        [
          ["d", "46125.5"],
          ["n", "7"],
          ["s", "EURUSD"],
          ["s", "sell"],
          ["n", "0.5"],
          ["n", "1.125"],
          ["s", ""],
          ["s", ""],
          ["s", "2026.04.13 13:00:00"],
          ["s", " 1.120"],
          ["s", "- 0.50"],
          ["n", "0"],
          ["n", "250"],
        ],
      ]),
      { zone: "UTC" },
    );
    expect(result.trips).toMatchObject([
      {
        side: "short",
        entry: "1.125",
        exit: "1.12",
        gross: "250",
        fees: "0.5",
        opened: "2026-04-13T12:00:00.000Z",
      },
    ]);
  });

  it("our own export as JSON", async () => {
    const entry = {
      id: "p.1",
      portfolioId: "p",
      openedAt: "2026-01-10T10:00:00.000Z",
      closedAt: "2026-01-10T11:00:00.000Z",
      symbol: "BTCUSDT",
      side: "short",
      qty: "1",
      entryPrice: "100",
      exitPrice: "90",
      gross: "10",
      fees: "1",
      funding: "-0.5",
      net: "9.5",
      r: { value: null, why: "no_initial_stop" },
      tags: ["one", "two"],
    };
    const result = await readImport(JSON.stringify({ exportedAt: "x", entries: [entry] }));
    expect(result.items).toMatchObject([{ kind: "trip", side: "short", labels: { tags: ["one", "two"] } }]);
  });
});

describe("files that are rejected with a sentence", () => {
  const codeOf = (content: string | Buffer) =>
    readImport(content).then(
      () => "read",
      (error: { code?: string }) => error.code,
    );

  it.each([
    ["an empty one", "", "import_unknown_format"],
    [
      "a picture",
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
      "import_unknown_format",
    ],
    ["another table", "a,b,c,d,e\n1,2,3,4,5\n", "import_unknown_format"],
    ["a line of ten million characters", `${HEAD}\n${"x".repeat(10_000_000)}`, "import_line_too_long"],
    ["a quote without an end", `${CSV}"open`, "import_unreadable"],
    [
      "a cell of markup without an end",
      `<table><tr><td>${"x".repeat(100_000)}</td></tr></table>`,
      "import_line_too_long",
    ],
    ["a row of many cells", `${HEAD}${",x".repeat(2_000)}\n`, "import_line_too_long"],
    ["a damaged archive", Buffer.from("PK\u0003\u0004 and no more"), "import_unreadable"],
    ["an archive of several files", writeZip({ "a.csv": CSV, "b.csv": CSV }), "import_unknown_format"],
    ["an archive that says that it is huge", writeZip({ "a.csv": CSV }, 2 ** 31), "import_unpacks_too_large"],
    [
      "an archive that hides that it is large",
      writeZip({ "a.csv": CSV.repeat(10_000) }, 100),
      "import_unreadable",
    ],
  ])("%s", async (_name, content, code) => {
    expect(await codeOf(content)).toBe(code);
  });

  it("a number that no trade has is a rejected row, not an outage", async () => {
    const result = await readImport(`${CSV}2026-01-10T12:00:00Z,HYPE,Open Long,9e15,9e15,1,0,0\n`);
    expect(result.faults).toEqual(["4 out_of_range"]);
  });
});

describe("local time", () => {
  const rows = (...times: string[]) =>
    [HEAD, ...times.map((time) => `${time},HYPE,Open Long,20,1,20,0,0`), ""].join("\n");
  const instants = async (...times: string[]) =>
    (await readImport(rows(...times), { zone: "Europe/Berlin" })).items.map(({ atMs }) =>
      new Date(atMs).toISOString().slice(11, 16),
    );

  it("of the hour that exists twice follows the order of the rows, in both directions", async () => {
    const ascending = ["2026-10-25 02:10", "2026-10-25 02:50", "2026-10-25 02:20", "2026-10-25 03:10"];
    expect(await instants(...ascending)).toEqual(["00:10", "00:50", "01:20", "02:10"]);
    expect(await instants(...ascending.toReversed())).toEqual(["02:10", "01:20", "00:50", "00:10"]);
  });

  it("changes with summer time", async () => {
    expect(await instants("2026-03-28 12:00", "2026-03-30 12:00")).toEqual(["11:00", "10:00"]);
  });
});
