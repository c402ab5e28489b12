import type { BookLevelDto } from "@/lib/schemas/market/market";

/**
 * One row of the book: `total` is the size from the best price to here, in base currency as `size`; `totalValue` its
 * value in quote currency.
 */
export type BookRow = { price: number; size: number; total: number; totalValue: number };

/** Steps of price that a book may be grouped by: the tick and its usual multiples, in quote currency. */
export function listGroupSteps(tickSize: string): string[] {
  const tick = Number(tickSize);
  const digits = countDigits(tickSize);
  return [1, 2, 5, 10, 20, 50, 100].map((multiple) => {
    const text = (tick * multiple).toFixed(digits);
    return digits === 0 ? text : text.replace(/0{1,100}$/, "").replace(/\.$/, "");
  });
}

/** Digits after the point of decimal text. */
export function countDigits(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}

/** The live levels of one side, and behind the last of them those of a deeper, somewhat older book. */
export function deepenBook(
  live: readonly BookLevelDto[],
  deep: readonly BookLevelDto[],
  side: "bid" | "ask",
): readonly BookLevelDto[] {
  const last = Number(live.at(-1)?.[0]);
  if (Number.isNaN(last)) return live;
  return [
    ...live,
    ...deep.filter(([price]) => (side === "bid" ? Number(price) < last : Number(price) > last)),
  ];
}

/** The group that a price belongs to: bids round down and asks up. Quote currency. */
export function groupPrice(price: string, { side, step }: { side: "bid" | "ask"; step: string }): number {
  const size = Number(step);
  const ratio = Number(price) / size;
  // Binary division is inexact: 0.3 / 0.1 is just under 3.
  const nearest = Math.round(ratio);
  const isMultiple = Math.abs(ratio - nearest) < 1e-6;
  const index = isMultiple ? nearest : side === "bid" ? Math.floor(ratio) : Math.ceil(ratio);
  return Number((index * size).toFixed(countDigits(step)));
}

/**
 * The best `rows` groups of one side. Bids round down and asks round up, so that a group's price is never
 * better than its orders'.
 */
export function groupBook(
  levels: readonly BookLevelDto[],
  options: { side: "bid" | "ask"; step: string; rows: number },
): BookRow[] {
  const grouped: BookRow[] = [];
  let total = 0;
  let totalValue = 0;
  for (const [priceText, sizeText] of levels) {
    const price = groupPrice(priceText, options);
    const size = Number(sizeText);
    const value = size * Number(priceText);
    const last = grouped.at(-1);
    if (last && last.price === price) {
      last.size += size;
      last.total += size;
      last.totalValue += value;
    } else {
      if (grouped.length === options.rows) break;
      grouped.push({ price, size, total: total + size, totalValue: totalValue + value });
    }
    total += size;
    totalValue += value;
  }
  return grouped;
}
