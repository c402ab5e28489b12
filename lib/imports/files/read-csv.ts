import "server-only";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type CsvError, type Options, parse } from "csv-parse";
import type { FileRow } from "@/lib/core/import/recognise-table";
import { createSinkStream } from "@/lib/imports/files/create-sink-stream";
import { createTextDecoder, type TextEncoding } from "@/lib/imports/files/decode-text";
import { type FileTable, MAX_CELL_CHARS, MAX_CELLS } from "@/lib/imports/files/file-table";
import { AppError } from "@/lib/schemas/api-error";

/** Separators that exports and spreadsheets write, the usual one first. */
export const CSV_SEPARATORS = [",", ";", "\t", "|"] as const;

/** A text file as a table with this separator. @throws AppError `import_line_too_long`, `import_unreadable` */
export function createCsvTable(
  open: () => Readable | Promise<Readable>,
  { encoding, separator }: { encoding: TextEncoding; separator: string },
): FileTable {
  return {
    separator,
    readRows: async (sink) => {
      const options: Options<FileRow, string[]> = {
        delimiter: separator,
        relax_quotes: true,
        // A tab is a blank to the library, which would drop empty cells.
        trim: separator !== "\t",
        relax_column_count: true,
        skip_empty_lines: true,
        max_record_size: MAX_CELL_CHARS,
        on_record: (cells, { lines }) => ({ line: lines, cells }),
      };
      // The library's signature leaves out that `on_record` may change what a record is.
      const parser = parse(options as unknown as Options);
      const rows = createSinkStream((row) => {
        if (row.cells.length <= MAX_CELLS) return sink(row);
        throw new AppError("import_line_too_long", `Line ${row.line} has more than ${MAX_CELLS} cells.`);
      });
      try {
        await pipeline(await open(), createTextDecoder(encoding), parser, rows);
      } catch (error) {
        throw toReadingError(error);
      }
    },
  };
}

function toReadingError(error: unknown): unknown {
  const { code, lines } = error as CsvError & { lines?: number };
  if (code === "CSV_MAX_RECORD_SIZE") {
    const message = `A line of the file has more than ${MAX_CELL_CHARS} characters. No export of trades has such lines.`;
    return new AppError("import_line_too_long", message);
  }
  if (code === "CSV_QUOTE_NOT_CLOSED") {
    return new AppError(
      "import_unreadable",
      `The quote that begins near line ${lines} of the file is not closed.`,
    );
  }
  if (code?.startsWith("CSV_")) {
    return new AppError("import_unreadable", `The file is not readable as a table near line ${lines}.`);
  }
  return error;
}
