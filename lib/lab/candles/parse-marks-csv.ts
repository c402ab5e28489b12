import { parseCandlesCsv, readTime } from "@/lib/lab/candles/parse-candles-csv";
import { MINUTE_MS } from "@/lib/lab/candles/timeframe";
import { LabError } from "@/lib/lab/lab-error";
import type { MarkColumn } from "@/lib/lab/run/create-simulation";

/**
 * Reads marks from CSV: candles of the mark, or a minute's start and the mark at its end. A minute that is missing
 * has zero, for which the last price stands. @throws LabError for another line
 */
export function parseMarksCsv(text: string): MarkColumn {
  const lines = text.split("\n").map((line) => line.trim());
  if ((lines[0] ?? "").split(",").length > 2) return parseCandlesCsv(text);
  const marks: { atMs: number; mark: number }[] = [];
  for (const [index, line] of lines.entries()) {
    const [time = "", price = ""] = line.split(",").map((cell) => cell.trim());
    if (line === "" || (index === 0 && Number.isNaN(Number(price)))) continue;
    const at = { atMs: readTime(time), mark: Number(price) };
    if (at.atMs % MINUTE_MS !== 0 || !(at.mark > 0)) {
      throw new LabError(`Line ${index + 1} is no mark: ${line.slice(0, 80)}`);
    }
    marks.push(at);
  }
  marks.sort((a, b) => a.atMs - b.atMs);
  const [first, last] = [marks[0], marks.at(-1)];
  if (first === undefined || last === undefined) throw new LabError("There are no marks.");
  const close = new Float64Array((last.atMs - first.atMs) / MINUTE_MS + 1);
  for (const { atMs, mark } of marks) close[(atMs - first.atMs) / MINUTE_MS] = mark;
  return { startMs: first.atMs, close };
}
