import { LabError } from "@/lib/lab/lab-error";
import type { OrderLine, OrderLines } from "@/lib/lab/strategy/submitted-order";

/**
 * What a strategy wrote, as a list of lines; a bare price counts for `whole`. Nothing is an empty list.
 * @throws LabError for another shape, and for a price of zero or less
 */
export function toOrderLines(name: string, lines: OrderLines, whole: number): OrderLine[] {
  if (lines === null || lines === undefined) return [];
  if (typeof lines === "number") return checked(name, [[whole, lines]]);
  if (!Array.isArray(lines)) throw shapeFault(name, lines);
  if (lines.length === 0) return [];
  return checked(name, (Array.isArray(lines[0]) ? lines : [lines]) as OrderLine[]);
}

/** Whether two lists have the same lines; nothing was submitted before the first one. */
export function isSame(lines: readonly OrderLine[], placed: readonly OrderLine[] | null): boolean {
  if (placed === null || lines.length !== placed.length) return false;
  return lines.every(([qty, price], index) => qty === placed[index]?.[0] && price === placed[index]?.[1]);
}

/** Whether a list is still as it was submitted: most bars change nothing, and need no new list. */
export function isAsPlaced(written: OrderLines, placed: readonly OrderLine[] | null): boolean {
  if (placed === null || !Array.isArray(written) || written.length !== placed.length) return false;
  for (const [index, line] of placed.entries()) {
    const now: unknown = written[index];
    if (!Array.isArray(now) || now.length !== 2 || now[0] !== line[0] || now[1] !== line[1]) return false;
  }
  return true;
}

/** Average price of the lines, by quantity. */
export function averageOf(lines: readonly OrderLine[]): number {
  let value = 0;
  let total = 0;
  for (const [qty, price] of lines) {
    value += Math.abs(qty * price);
    total += Math.abs(qty);
  }
  return value / total;
}

function checked(name: string, lines: readonly OrderLine[]): OrderLine[] {
  return lines.map((line) => {
    if (!Array.isArray(line) || line.length !== 2) throw shapeFault(name, line);
    const [qty, price] = [Number(line[0]), Number(line[1])];
    if (Number.isNaN(qty)) throw new LabError(`A quantity of ${name} is not a number.`);
    if (!(price > 0)) throw new LabError(`A price of ${name} must be above zero, not ${line[1]}.`);
    return [qty, price];
  });
}

function shapeFault(name: string, given: unknown): LabError {
  return new LabError(
    `${name} must be [qty, price] or a list of them, not ${JSON.stringify(given)?.slice(0, 80)}.`,
  );
}
