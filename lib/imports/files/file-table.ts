import type { FileRow } from "@/lib/core/import/recognise-table";

/** Takes each row in the file's order; a promise holds the reading until it is done. */
export type RowSink = (row: FileRow) => void | Promise<void>;

/** A table of an uploaded file that can be read several times. */
export type FileTable = {
  /** What separates its cells; empty where the format has cells. */
  separator: string;
  readRows: (sink: RowSink) => Promise<void>;
};

/** The largest text of one cell, in characters: more than any export has. */
export const MAX_CELL_CHARS = 65_536;
/** The largest number of cells in one row. */
export const MAX_CELLS = 1_000;
