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

/** Rows before the table that are searched for its headings: titles, account, parameters. */
export const HEAD_ROWS = 120;
const PREAMBLE_ZONE = /(?:time ?zone|时区|時區)\s*[:：]\s*((?:UTC|GMT)(?:\s*[+\-−]\d{1,2}(?::?\d{2})?)?)/i;

/** Finds the first table of a known kind by its headings. Null when there is none. */
export function recogniseTable(rows: readonly FileRow[]): RecognisedTable | null {
  let preamble: number | null = null;
  for (const { line, cells } of rows.slice(0, HEAD_ROWS)) {
    const zone = PREAMBLE_ZONE.exec(cells.join(","))?.[1];
    if (zone !== undefined) preamble = readOffset(zone);
    if (cells.length < 5) continue;
    const headings = cells.map(normaliseHeader);
    const [best] = Object.values(IMPORT_SOURCES)
      .flatMap((source) => {
        const places = locateColumns(source, headings);
        return places === null ? [] : [{ source, places, count: Object.keys(places).length }];
      })
      .sort((a, b) => b.count - a.count);
    if (best === undefined) continue;
    const { source, places } = best;
    return { source, places, headerLine: line, offsetMs: findOffset(source, places, headings) ?? preamble };
  }
  return null;
}

function locateColumns(
  source: ImportSource,
  headings: readonly Heading[],
): Readonly<Record<string, number>> | null {
  const bare = headings.map((heading) => heading.bare || heading.name);
  const located = source.locate
    ? (source.locate(headings.map(({ name }) => name)) ?? source.locate(bare))
    : Object.fromEntries(
        Object.entries(source.columns).flatMap(([column, { names }]) => {
          const place = findPreferred(
            headings.map(({ name }) => name),
            names,
          );
          const found = place === -1 ? findPreferred(bare, names) : place;
          return found === -1 ? [] : [[column, found]];
        }),
      );
  if (located === null || !source.required.every((column) => column in located)) return null;
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
