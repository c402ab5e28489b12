import { IMPORT_SOURCES } from "@/lib/core/import/import-sources";
import { type Heading, normaliseHeader } from "@/lib/core/import/normalise-header";
import { readOffset } from "@/lib/core/import/read-clock-time";
import type { ImportSource } from "@/lib/core/import/source";

/** One row of a file; `line` is where it begins. */
export type FileRow = { line: number; cells: readonly string[] };

/** A table whose kind is known, with the place of each column. */
export type RecognisedTable = {
  source: ImportSource;
  headerLine: number;
  places: Readonly<Record<string, number>>;
  /** Offset from UTC that a heading or a line before it names, in ms. */
  offsetMs: number | null;
};

/** Rows from the beginning of a file whose headings may stand in any of them: titles, account, parameters. */
const HEAD_ROWS = 120;
/** Rows of a file that are searched; behind its first ones a table begins below a title. */
const SEARCHED_ROWS = 50_000;
const MAX_TITLES = 20;
const PREAMBLE_ZONE = /(?:time ?zone|时区|時區)\s*[:：]\s*((?:UTC|GMT)(?:\s*[+\-−]\d{1,2}(?::?\d{2})?)?)/i;

/** Finds the first table of a known kind by its headings, from the rows of a file in their order. */
export class TableSearch {
  #preamble: number | null = null;
  #candidate: FileRow | null = null;
  #isBelowTitle = false;
  #rows = 0;
  #titles = 0;

  /** Whether no later row can begin a table. */
  get isOver(): boolean {
    return this.#rows >= SEARCHED_ROWS;
  }

  /** The table whose headings were the row before, once there is one. */
  see(row: FileRow): RecognisedTable | null {
    const found = this.#recognise(row.cells);
    if (found !== null) return found;
    this.#rows += 1;
    const isHead = this.#rows <= HEAD_ROWS;
    const zone = isHead ? PREAMBLE_ZONE.exec(row.cells.join(","))?.[1] : undefined;
    if (zone !== undefined) this.#preamble = readOffset(zone);
    this.#candidate = row.cells.length >= 5 && (isHead || this.#isBelowTitle) ? row : null;
    const filled = row.cells.reduce((count, cell) => count + (cell.trim() === "" ? 0 : 1), 0);
    if (filled > 0) this.#isBelowTitle = filled === 1 && ++this.#titles <= MAX_TITLES;
    return null;
  }

  /** The table whose headings are the last row. */
  finish(): RecognisedTable | null {
    return this.#recognise([]);
  }

  #recognise(next: readonly string[]): RecognisedTable | null {
    if (this.#candidate === null) return null;
    const headings = this.#candidate.cells.map(normaliseHeader);
    const [best] = Object.values(IMPORT_SOURCES)
      .flatMap((source) => {
        const places = locateColumns(source, headings, next);
        return places === null ? [] : [{ source, places, count: Object.keys(places).length }];
      })
      .sort((a, b) => b.count - a.count);
    if (best === undefined) return null;
    const { source, places } = best;
    const offsetMs = findOffset(source, places, headings) ?? this.#preamble;
    return { source, places, headerLine: this.#candidate.line, offsetMs };
  }
}

function locateColumns(
  source: ImportSource,
  headings: readonly Heading[],
  next: readonly string[],
): Readonly<Record<string, number>> | null {
  const names = headings.map(({ name }) => name);
  const bare = headings.map((heading) => heading.bare || heading.name);
  const byPlace = source.locate?.(names, next) ?? source.locate?.(bare, next);
  const located =
    byPlace ??
    Object.fromEntries(
      Object.entries(source.columns).flatMap(([column, known]) => {
        const place = findPreferred(names, known.names);
        const found = place === -1 ? findPreferred(bare, known.names) : place;
        return found === -1 ? [] : [[column, found]];
      }),
    );
  if (!source.required.every((column) => column in located)) return null;
  const excluded = headings.some(({ name }) => source.without?.includes(name));
  return excluded ? null : located;
}

/** The place of the first of `names` that a table has. */
function findPreferred(headings: readonly string[], names: readonly string[]): number {
  const name = names.find((one) => headings.includes(one));
  return name === undefined ? -1 : headings.indexOf(name);
}

function findOffset(
  source: ImportSource,
  places: Readonly<Record<string, number>>,
  headings: readonly Heading[],
): number | null {
  for (const column of source.times) {
    const zone = headings[places[column] ?? -1]?.zone;
    if (zone) return readOffset(zone);
  }
  return null;
}
