import type { BookLevelDto } from "@/lib/schemas/market/market";

/** One row of the book: `total` is the size from the best price to here, all in base currency. */
export type BookRow = { price: number; size: number; total: number };

/** Steps of price that a book may be grouped by: the tick and its usual multiples, in quote currency. */
export function listGroupSteps(tickSize: string): string[] {
  const tick = Number(tickSize);
  const digits = countDigits(tickSize);
  return [1, 2, 5, 10].map((multiple) => {
    const text = (tick * multiple).toFixed(digits);
    return digits === 0 ? text : text.replace(/0{1,100}$/, "").replace(/\.$/, "");
  });
}

/** Digits after the point of decimal text. */
export function countDigits(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}

/**
 * The best `rows` groups of one side. Bids round down and asks round up, so that a group's price is never
 * better than its orders'.
 */
export function groupBook(
  levels: readonly BookLevelDto[],
  options: { side: "bid" | "ask"; step: string; rows: number },
): BookRow[] {
  const step = Number(options.step);
  const digits = countDigits(options.step);
  const grouped: BookRow[] = [];
  let total = 0;
  for (const [priceText, sizeText] of levels) {
    const ratio = Number(priceText) / step;
    // Binary division is inexact: 0.3 / 0.1 is just under 3.
    const nearest = Math.round(ratio);
    const isMultiple = Math.abs(ratio - nearest) < 1e-6;
    const index = isMultiple ? nearest : options.side === "bid" ? Math.floor(ratio) : Math.ceil(ratio);
    const price = Number((index * step).toFixed(digits));
    const size = Number(sizeText);
    const last = grouped.at(-1);
    if (last && last.price === price) {
      last.size += size;
      last.total += size;
    } else {
      if (grouped.length === options.rows) break;
      grouped.push({ price, size, total: total + size });
    }
    total += size;
  }
  return grouped;
}
