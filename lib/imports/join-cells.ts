const MAX_CHARS = 2_000;

/** The cells of a row as one text, for the list of rejected rows; NULs, which the database can't store, are left out. */
export function joinCells(cells: readonly string[]): string {
  return cells.join(" | ").replaceAll("\0", "").toWellFormed().slice(0, MAX_CHARS).toWellFormed();
}
