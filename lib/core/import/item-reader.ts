import { notional } from "@/lib/core/decimal";
import type { ImportItem } from "@/lib/core/import/import-item";
import type { DecimalMark } from "@/lib/core/import/read-amount";
import { type DayOrder, readClockTime } from "@/lib/core/import/read-clock-time";
import type { FileRow, RecognisedTable } from "@/lib/core/import/recognise-table";
import { LARGEST, RowCells } from "@/lib/core/import/row-cells";
import { RowFault, type RowFaultCode } from "@/lib/core/import/row-fault";
import type { RowReader } from "@/lib/core/import/source";
import { type FileOrder, type FileZone, ZoneClock } from "@/lib/core/import/zone-clock";

/** How a table is read once everything about it is known. */
export type ReadingPlan = {
  table: RecognisedTable;
  mark: DecimalMark;
  dayOrder: DayOrder;
  order: FileOrder;
  zone: FileZone;
  symbol: string | null;
};

/** What became of a row: a trade's part, nothing to import, or a fault. */
export type ReadOutcome =
  | { kind: "item"; item: ImportItem }
  | { kind: "ignored" }
  | { kind: "fault"; line: number; code: RowFaultCode }
  /** The row is behind the table. */
  | { kind: "outside" };

/** Reads the rows of a recognised table in the file's order. */
export class ItemReader {
  readonly #reader: RowReader;
  readonly #clock: ZoneClock;
  #isOver = false;

  constructor(private readonly plan: ReadingPlan) {
    const columns = new Set(Object.keys(plan.table.places));
    this.#reader = plan.table.source.start({ symbol: plan.symbol, columns });
    this.#clock = new ZoneClock(plan.zone, plan.order);
  }

  read(row: FileRow): ReadOutcome {
    if (this.#isOver || row.line <= this.plan.table.headerLine) return { kind: "outside" };
    if (row.cells.every((cell) => cell.trim() === "")) return { kind: "outside" };
    if (this.#endsHere(row)) {
      this.#isOver = true;
      return { kind: "outside" };
    }
    const { table, mark, dayOrder } = this.plan;
    const cells = new RowCells(row.line, row.cells, table.places, { mark, dayOrder, clock: this.#clock });
    try {
      const item = this.#reader.read(cells);
      if (item !== null) assertInRange(item);
      return item === null ? { kind: "ignored" } : { kind: "item", item };
    } catch (error) {
      if (error instanceof RowFault) return { kind: "fault", line: row.line, code: error.code };
      throw error;
    }
  }

  /** The rows whose other half is not in the file. */
  finish(): { line: number; code: RowFaultCode }[] {
    return this.#reader.finish?.() ?? [];
  }

  #endsHere(row: FileRow): boolean {
    const { source, places } = this.plan.table;
    const [first = ""] = source.times;
    const text = row.cells[places[first] ?? -1] ?? "";
    return source.endsWithoutTime === true && readClockTime(text, this.plan.dayOrder) === null;
  }
}

/** @throws RowFault `out_of_range` for a value that no sum of trades has */
function assertInRange(item: ImportItem): void {
  if (item.kind === "funding") return;
  const prices = item.kind === "fill" ? [item.price] : [item.entryPrice, item.exitPrice];
  if (prices.some((price) => notional(price, item.qty) > LARGEST)) throw new RowFault("out_of_range");
}
