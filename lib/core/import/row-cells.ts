import type { Decimal, Money, Price, Qty } from "@/lib/core/decimal";
import { type DecimalMark, readAmount } from "@/lib/core/import/read-amount";
import { type DayOrder, readClockTime } from "@/lib/core/import/read-clock-time";
import { RowFault } from "@/lib/core/import/row-fault";
import type { ZoneClock } from "@/lib/core/import/zone-clock";

/** How the values of one table are written. */
export type TableStyle = { mark: DecimalMark; dayOrder: DayOrder; clock: ZoneClock };

const EMPTY = /^[\s\-–—]*$|^n\/?a$|^null$|^nan$/i;
const MAX_SYMBOL = 30;
/** 1e13: sums of a million of them still are numbers of the database. */
export const LARGEST = 10n ** 31n;

/** The cells of one row by the names of their columns. Every reader throws a `RowFault` for what it can't read. */
export class RowCells {
  constructor(
    readonly line: number,
    private readonly cells: readonly string[],
    private readonly places: Readonly<Record<string, number>>,
    private readonly style: TableStyle,
  ) {}

  /** The text of a cell; empty for a dash and where there is no such column. */
  text(column: string): string {
    const place = this.places[column];
    const text = (place === undefined ? "" : (this.cells[place] ?? "")).replace(/^[\ufeff\s]+|\s+$/g, "");
    return EMPTY.test(text) ? "" : text;
  }

  word(column: string): string {
    return this.text(column)
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[\s_]+/g, " ");
  }

  /** A number with the unit behind it; null for an empty cell. */
  amountWithUnit(column: string): { value: Decimal; unit: string } | null {
    const text = this.text(column);
    if (text === "") return null;
    const amount = readAmount(text, this.style.mark);
    if (amount === null) throw new RowFault("not_a_number");
    if (amount.value > LARGEST || amount.value < -LARGEST) throw new RowFault("out_of_range");
    return amount;
  }

  amount(column: string): Decimal {
    const amount = this.amountWithUnit(column);
    if (amount === null) throw new RowFault("missing_value");
    return amount.value;
  }

  /** Zero for an empty cell. */
  money(column: string): Money {
    return (this.amountWithUnit(column)?.value ?? 0n) as Money;
  }

  price(column: string): Price {
    return requirePositive(this.amount(column)) as Price;
  }

  /** A quantity without its sign. */
  qty(column: string): Qty {
    const value = this.amount(column);
    return requirePositive((value < 0n ? -value : value) as Decimal) as Qty;
  }

  hasTime(column: string): boolean {
    return readClockTime(this.text(column), this.style.dayOrder) !== null;
  }

  atMs(column: string): number {
    const text = this.text(column);
    if (text === "") throw new RowFault("missing_value");
    const clock = readClockTime(text, this.style.dayOrder);
    if (clock === null) throw new RowFault("not_a_time");
    return this.style.clock.resolve(clock);
  }

  symbol(column: string): string {
    return requireSymbol(this.text(column));
  }
}

/** @throws RowFault `unknown_symbol` */
export function requireSymbol(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (text === "" || text.length > MAX_SYMBOL || /[\u0000-\u001f\u007f]/.test(text)) {
    throw new RowFault("unknown_symbol");
  }
  return text;
}

function requirePositive(value: Decimal): Decimal {
  if (value <= 0n) throw new RowFault("not_positive");
  return value;
}
