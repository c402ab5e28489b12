import "server-only";
import { Writable } from "node:stream";
import type { FileRow } from "@/lib/core/import/recognise-table";
import type { RowSink } from "@/lib/imports/files/file-table";

const MAX_LINE = 2 ** 30;

/** A stream of rows that hands each to `sink` and waits for it. */
export function createSinkStream(sink: RowSink): Writable {
  let last = 0;
  return new Writable({
    objectMode: true,
    highWaterMark: 64,
    write(row: FileRow, _encoding, done) {
      try {
        // Lines only rise, whatever a file says of itself.
        last = row.line > last && row.line < MAX_LINE ? row.line : last + 1;
        const pending = sink({ ...row, line: last });
        if (pending === undefined) done();
        else pending.then(() => done(), done);
      } catch (error) {
        done(error as Error);
      }
    },
  });
}
