import type { FundingInstant } from "@/lib/lab/candles/candle-file";
import { LabError } from "@/lib/lab/lab-error";

/**
 * Reads funding from CSV: time (ISO 8601 or milliseconds since 1970), rate and, where known, the mark. A first
 * line without numbers is a header. @throws LabError for another line
 */
export function parseFundingCsv(text: string): FundingInstant[] {
  const instants: FundingInstant[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const [time = "", rate = "", mark = ""] = line.split(",").map((cell) => cell.trim());
    if (time === "" || (index === 0 && Number.isNaN(Number(rate)))) continue;
    const atMs = /^\d+$/.test(time) ? Number(time) : Date.parse(time);
    const given = mark === "" ? null : Number(mark);
    if (Number.isNaN(atMs) || rate === "" || Number.isNaN(Number(rate) + (given ?? 0))) {
      throw new LabError(`Line ${index + 1} is no funding: ${line.slice(0, 80)}`);
    }
    instants.push({ atMs, rate: Number(rate), mark: given });
  }
  return instants;
}
