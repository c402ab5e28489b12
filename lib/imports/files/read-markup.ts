import "server-only";
import { Transform } from "node:stream";
import { Parser } from "htmlparser2";
import type { FileRow } from "@/lib/core/import/recognise-table";
import { MAX_CELL_CHARS, MAX_CELLS } from "@/lib/imports/files/file-table";
import { AppError } from "@/lib/schemas/api-error";

/** What a reader of markup does at each tag; `text` is what stands inside. */
export type MarkupHandler = {
  open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  text: (text: string) => void;
  close: (name: string) => void;
};

/** A transform of markup text into whatever the handler pushes. Names are without their prefix. */
export function createMarkupTransform(
  createHandler: (push: (row: FileRow) => void) => MarkupHandler,
  options: { isXml: boolean },
): Transform {
  const stream = new Transform({
    readableObjectMode: true,
    decodeStrings: false,
    transform(chunk: string | Buffer, _encoding, done) {
      try {
        parser.write(chunk.toString());
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      parser.end();
      done();
    },
  });
  const handler = createHandler((row) => stream.push(row));
  const bare = (name: string) => name.slice(name.indexOf(":") + 1);
  const parser = new Parser(
    {
      onopentag: (name, attributes) => handler.open(bare(name), attributes),
      ontext: handler.text,
      onclosetag: (name) => handler.close(bare(name)),
    },
    { xmlMode: options.isXml, decodeEntities: true },
  );
  return stream;
}

/** The rows of all tables of an HTML page. Hidden cells are left out: the headings have none above them. */
export function createHtmlRows(): Transform {
  return createMarkupTransform(
    (push) => {
      let line = 0;
      let cells: string[] = [];
      let cell: string | null = null;
      let isHidden = false;
      return {
        open: (name, { class: names = "" }) => {
          if (name === "tr") cells = [];
          if (name !== "td" && name !== "th") return;
          isHidden = names.split(/\s+/).includes("hidden");
          cell = "";
        },
        text: (text) => {
          if (cell !== null) cell = assertCellSize(cell + text);
        },
        close: (name) => {
          if ((name === "td" || name === "th") && cell !== null) {
            if (!isHidden) cells.push(cell.replace(/\s+/g, " ").trim());
            if (cells.length > MAX_CELLS) throw tooLong();
            cell = null;
          }
          if (name !== "tr") return;
          line += 1;
          push({ line, cells });
          cells = [];
        },
      };
    },
    { isXml: false },
  );
}

/** @throws AppError `import_line_too_long` */
export function assertCellSize(text: string): string {
  if (text.length > MAX_CELL_CHARS) throw tooLong();
  return text;
}

function tooLong(): AppError {
  return new AppError(
    "import_line_too_long",
    `A row of the file has more than ${MAX_CELL_CHARS} characters or ${MAX_CELLS} cells. No export of trades has such rows.`,
  );
}
