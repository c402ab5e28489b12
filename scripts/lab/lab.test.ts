import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, it, vi } from "vitest";
import { EXAMPLES } from "@/lib/lab/examples/examples";
import { checkExamples } from "@/scripts/lab/check-examples";
import { readLabOptions } from "@/scripts/lab/read-lab-options";
import { runLab } from "@/scripts/lab/run-lab";

const folder = mkdtempSync(join(tmpdir(), "lab-"));
afterAll(() => rmSync(folder, { recursive: true }));

const START_MS = Date.parse("2025-06-01T00:00:00Z");
const STRATEGY = `export default class Steady extends Strategy {
  shouldLong() { return true; }
  goLong() { this.buy = [1, this.price]; this.takeProfit = this.price + 1; }
}`;

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** `count` minutes that rise by one each, with one cell for each column of `columns`. */
function candleLines(columns: readonly string[], { count = 60, step = 1, separator = "," } = {}): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const timeMs = START_MS + index * step * 60_000;
    const cells: Record<string, string | number> = {
      iso: new Date(timeMs).toISOString(),
      plain: new Date(timeMs).toISOString().slice(0, 19).replace("T", " "),
      quoted: `"${new Date(timeMs).toISOString()}"`,
      s: timeMs / 1_000,
      ms: timeMs,
      us: timeMs * 1_000,
      power: timeMs.toExponential(18),
      o: 100 + index,
      h: 102 + index,
      l: 100 + index,
      c: 101 + index,
      v: 1,
    };
    return columns.map((column) => cells[column]).join(separator);
  });
  return `${rows.join("\n")}\n`;
}

const PLAIN = `time,open,high,low,close,volume\n${candleLines(["ms", "o", "h", "l", "c", "v"])}`;
const strategy = write("steady.ts", STRATEGY);
const config = write("config.json", JSON.stringify({ route: { symbol: "BTC-USDT", timeframe: "1m" } }));
const candles = write("btc.csv", PLAIN);
const out = join(folder, "out.json");

function argumentsOf(changes: Record<string, string> = {}): string[] {
  const values = { strategy, config, candles: `BTC-USDT=${candles}`, out, ...changes };
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
}

async function run(changes?: Record<string, string>) {
  const lines = vi.spyOn(console, "log").mockImplementation(() => {});
  try {
    const isClean = await runLab(await readLabOptions(argumentsOf(changes)));
    const result = JSON.parse(readFileSync(out, "utf8")) as { trades: unknown[][]; summary: object };
    return { isClean, result, printed: lines.mock.calls.join("\n") };
  } finally {
    lines.mockRestore();
  }
}

it.each<[string, string | Uint8Array]>([
  [
    "columns in another order",
    `Volume,Close,Low,High,Open,Date\n${candleLines(["v", "c", "l", "h", "o", "iso"])}`,
  ],
  ["no header, seconds", candleLines(["s", "o", "h", "l", "c", "v"])],
  ["microseconds and no volume", `open_time,open,high,low,close\n${candleLines(["us", "o", "h", "l", "c"])}`],
  [
    "a byte order mark, semicolons, quotes and lines of Windows",
    `\uFEFF"Open time";"Open";"High";"Low";"Close";"Volume BTC"\n${candleLines(["quoted", "o", "h", "l", "c", "v"], { separator: ";" })}`.replaceAll(
      "\n",
      "\r\n",
    ),
  ],
  [
    "tabs",
    `timestamp\topen\thigh\tlow\tclose\tvol\n${candleLines(["plain", "o", "h", "l", "c", "v"], { separator: "\t" })}`,
  ],
  ["gzip", gzipSync(PLAIN)],
  [
    "rows as JSON, in jesse's order",
    JSON.stringify(
      Array.from({ length: 60 }, (_, i) => [START_MS + i * 60_000, 100 + i, 101 + i, 102 + i, 100 + i, 1]),
    ),
  ],
  [
    "objects as JSON",
    JSON.stringify(
      Array.from({ length: 60 }, (_, i) => {
        return {
          startTime: START_MS + i * 60_000,
          open: 100 + i,
          high: 102 + i,
          low: 100 + i,
          close: 101 + i,
        };
      }),
    ),
  ],
  ["no header, in jesse's order", candleLines(["ms", "o", "c", "h", "l", "v"])],
  [
    "numpy's text",
    `# timestamp open high low close volume\n${candleLines(["power", "o", "h", "l", "c", "v"], { separator: " " })}`,
  ],
  [
    "columns as JSON",
    JSON.stringify({
      time: Array.from({ length: 60 }, (_, index) => START_MS + index * 60_000),
      open: Array.from({ length: 60 }, (_, index) => 100 + index),
      high: Array.from({ length: 60 }, (_, index) => 102 + index),
      low: Array.from({ length: 60 }, (_, index) => 100 + index),
      close: Array.from({ length: 60 }, (_, index) => 101 + index),
    }),
  ],
])("reads candles with %s", async (name, content) => {
  const expected = await run();
  const path = write(`${name.slice(0, 5).replaceAll(" ", "-")}.csv`, content);
  const { result } = await run({ candles: `BTCUSDT=${path}` });
  expect(result.trades.length).toBeGreaterThan(5);
  expect(result.trades).toEqual(expected.result.trades);
});

it("says how many minutes are missing, and that they are flat", async () => {
  const [header, ...rows] = PLAIN.trim().split("\n");
  const path = write("gap.csv", [header, ...rows.filter((_, index) => index < 20 || index > 29)].join("\n"));
  const { printed } = await run({ candles: `BTC-USDT=${path}` });
  expect(printed).toContain("BTC-USDT: 10 of 60 minutes are missing and flat");
});

it.each<[string, Record<string, string>, string]>([
  [
    "a strategy file that is not there",
    { strategy: "/nowhere/s.ts" },
    "The file /nowhere/s.ts can't be read.",
  ],
  [
    "a strategy with a syntax error",
    { strategy: write("half.ts", "export default class {") },
    "can't be read",
  ],
  ["a file without a strategy", { strategy: write("none.ts", "export const a = 1;") }, "exports no class"],
  [
    "a strategy that throws",
    {
      strategy: write(
        "throws.ts",
        "export default class T extends Strategy { shouldLong() { return nothing.here; } }",
      ),
    },
    "shouldLong of BTC-USDT 1m at 2025-06-01 00:01: nothing is not defined",
  ],
  [
    "a strategy that can't be made",
    {
      strategy: write(
        "made.ts",
        STRATEGY.replace("{", "{ constructor() { super(); throw new Error('no'); }"),
      ),
    },
    "Steady can't be made: no",
  ],
  [
    "an asynchronous hook",
    { strategy: write("async.ts", STRATEGY.replace("goLong", "async goLong")) },
    "goLong can't be asynchronous",
  ],
  [
    "a list in jesse's spelling",
    { strategy: write("snake.ts", STRATEGY.replace("this.takeProfit", "this.take_profit")) },
    "Did you mean this.takeProfit?",
  ],
  [
    "a strategy of two files",
    { strategy: write("two.ts", `import { a } from "./a";\n${STRATEGY}\na();`) },
    "A strategy is one file: ./a can't be imported.",
  ],
  ["a list that is no candle", { candles: `BTC-USDT=${write("list.json", "[[1,2]]")}` }, "Candle 1 is none"],
  ["funding that is none", { funding: `BTC-USDT=${candles}` }, "Line 2 is no funding"],
  ["candles that are not there", { candles: "BTC-USDT=/nowhere/c.csv" }, "/nowhere/c.csv can't be read"],
  ["candles of another symbol", { candles: `ETH-USDT=${candles}` }, "There are no candles of BTC-USDT."],
  ["no symbol before the file", { candles }, "Files are given as SYMBOL=FILE"],
  ["text that is no candle", { candles: `BTC-USDT=${write("x.csv", "hello\n")}` }, "Line 1 is no candle"],
  ["an empty file", { candles: `BTC-USDT=${write("empty.csv", "")}` }, "There are no candles."],
  [
    "half a gzip file",
    { candles: `BTC-USDT=${write("half.gz", gzipSync(PLAIN).subarray(0, 200))}` },
    "half.gz:",
  ],
  ["half a JSON file", { candles: `BTC-USDT=${write("half.json", '{"time":[1')}` }, "half.json:"],
  [
    "a column that is missing",
    { candles: `BTC-USDT=${write("c.csv", `time,open,high,low\n${candleLines(["ms", "o", "h", "l"])}`)}` },
    'no column "close"',
  ],
  [
    "candles of five minutes",
    { candles: `BTC-USDT=${write("5m.csv", candleLines(["ms", "o", "h", "l", "c", "v"], { step: 5 }))}` },
    "Candles must be of one minute. These are 5 minutes apart.",
  ],
  ["a date that is none", { from: "2025-13-45" }, '"2025-13-45" is no date'],
  ["a time inside a minute", { from: "2025-06-01T00:00:30" }, "is not a whole minute"],
  ["an end before the start", { from: "2025-06-02" }, "The run must end after it starts"],
  ["an end after the candles", { to: "2026-01-01" }, "are from 2025-06-01 00:00 to 2025-06-01 01:00 only"],
  ["settings that are no JSON", { config: write("no.json", "{") }, "The settings are no JSON."],
  ["an unknown setting", { config: write("u.json", '{"leverge":2}') }, "leverge"],
  ["no route", { config: write("r.json", "{}") }, "The settings have no route."],
  [
    "an unknown timeframe",
    { config: write("t.json", '{"route":{"symbol":"BTC-USDT","timeframe":"7m"}}') },
    'There is no timeframe "7m"',
  ],
  [
    "two routes of one market",
    {
      config: write(
        "two.json",
        '{"routes":[{"symbol":"BTC-USDT","timeframe":"1m"},{"symbol":"BTCUSDT","timeframe":"5m"}]}',
      ),
    },
    "Two routes trade",
  ],
  ["a result that can't be written", { out: "/nowhere/out.json" }, "can't be written to /nowhere/out.json"],
])("rejects %s in one sentence", async (_name, changes, sentence) => {
  await expect(run(changes)).rejects.toMatchObject({
    name: "LabError",
    message: expect.stringContaining(sentence),
  });
});

it("--check adds look-ahead and warm-up to the result", async () => {
  const check = {
    config: write("check.json", '{"route":{"symbol":"BTC-USDT","timeframe":"1m"},"warmUpCandles":5}'),
  };
  const args = [...argumentsOf(check), "--check"];
  const lines = vi.spyOn(console, "log").mockImplementation(() => {});
  expect(await runLab(await readLabOptions(args))).toBe(true);
  const result = JSON.parse(readFileSync(out, "utf8")) as { checks: { warmUp: unknown[] } };
  expect(result.checks.warmUp).toHaveLength(3);
  lines.mockRestore();
});

it("--check alone checks every example, and none reads the future or depends on its warm-up", () => {
  const lines = vi.spyOn(console, "log").mockImplementation(() => {});
  expect(checkExamples()).toBe(true);
  const printed = lines.mock.calls.join("\n");
  lines.mockRestore();
  expect(printed.match(/no look-ahead/g)).toHaveLength(EXAMPLES.length);
  expect(printed).not.toMatch(/, [1-9]\d* changed/);
}, 60_000);
