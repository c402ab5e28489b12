import type { FundingInstant } from "@/lib/lab/candles/candle-file";
import { readTime } from "@/lib/lab/candles/parse-candles-csv";
import { LabError } from "@/lib/lab/lab-error";

/**
 * Reads funding from CSV: time (ISO 8601, or seconds or milliseconds since 1970), rate as a fraction and, where
 * known, the mark. A first line without numbers is a header. @throws LabError for another line
 */
export function parseFundingCsv(text: string): FundingInstant[] {
  const instants: FundingInstant[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const [time = "", rate = "", mark = ""] = line.split(",").map((cell) => cell.trim());
    if (time === "" || (index === 0 && Number.isNaN(Number(rate)))) continue;
    const atMs = readTime(time);
    const given = mark === "" ? null : Number(mark);
    const isFraction = rate !== "" && Math.abs(Number(rate)) < 1;
    if (Number.isNaN(atMs) || !isFraction || Number.isNaN(given ?? 0)) {
      throw new LabError(`Line ${index + 1} is no funding: ${line.slice(0, 80)}`);
    }
    instants.push({ atMs, rate: Number(rate), mark: given });
  }
  return instants;
}
