import { type DecimalMark, findDecimalMark } from "@/lib/core/import/read-amount";
import { type DayOrder, findDayOrder, readClockTime } from "@/lib/core/import/read-clock-time";
import type { FileRow, RecognisedTable } from "@/lib/core/import/recognise-table";
import type { FileOrder } from "@/lib/core/import/zone-clock";

/** What the whole of a table shows about how it is written. */
export type TableSurvey = {
  rows: number;
  mark: DecimalMark;
  /** Null where the file has dates whose day and month are ambiguous, or contradicting ones. */
  dayOrder: DayOrder | null;
  order: FileOrder;
  /** Whether every time has its own offset, so that no zone is needed. */
  hasOffsets: boolean;
};

/** Reads a table once before its rows are: number marks, day order and direction are settled over all of it. */
export class SurveyedTable {
  #rows = 0;
  #marks = { ".": 0, ",": 0 };
  #days = { dmy: 0, mdy: 0, unclear: 0 };
  #firstMs: number | null = null;
  #lastMs: number | null = null;
  #local = 0;
  #isOver = false;

  constructor(
    private readonly table: RecognisedTable,
    private readonly separator: string,
  ) {}

  see(row: FileRow): void {
    if (this.#isOver) return;
    const { source, places } = this.table;
    const [firstTime = ""] = source.times;
    const text = (column: string) => row.cells[places[column] ?? -1] ?? "";
    if (source.endsWithoutTime && readClockTime(text(firstTime), "dmy") === null) {
      this.#isOver = readClockTime(text(firstTime), "mdy") === null;
      if (this.#isOver) return;
    }
    this.#rows += 1;
    for (const column of source.amounts) {
      const mark = findDecimalMark(text(column));
      if (mark !== null) this.#marks[mark] += 1;
    }
    for (const column of source.times) this.#seeTime(text(column));
  }

  finish(): TableSurvey {
    const { dmy, mdy, unclear } = this.#days;
    const isContradicting = dmy > 0 && mdy > 0;
    const isUnclear = dmy === 0 && mdy === 0 && unclear > 0;
    const dots = this.#marks["."];
    const commas = this.#marks[","];
    const usual = this.separator === ";" ? "," : ".";
    return {
      rows: this.#rows,
      mark: dots === commas ? usual : dots > commas ? "." : ",",
      dayOrder: isContradicting || isUnclear ? null : mdy > 0 ? "mdy" : "dmy",
      order: (this.#firstMs ?? 0) > (this.#lastMs ?? 0) ? "newest-first" : "oldest-first",
      hasOffsets: this.#local === 0 && this.#firstMs !== null,
    };
  }

  #seeTime(text: string): void {
    const order = findDayOrder(text);
    if (order !== null) this.#days[order] += 1;
    const clock = readClockTime(text, this.#days.mdy > this.#days.dmy ? "mdy" : "dmy");
    if (clock === null) return;
    if (clock.offsetMs === null) this.#local += 1;
    this.#firstMs ??= clock.wallMs;
    this.#lastMs = clock.wallMs;
  }
}
