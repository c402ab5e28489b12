const SEPARATOR = "; ";

/** A list as one cell of a table. A semicolon or backslash of an item is preceded by a backslash. */
export function joinList(items: readonly string[]): string {
  return items.map((item) => item.replace(/[;\\]/g, "\\$&")).join(SEPARATOR);
}

/** The items of a cell that `joinList` wrote, trimmed. Any other backslash belongs to the item. */
export function splitList(cell: string): string[] {
  const items = cell.match(/(?:\\[;\\]|(?!; ).)+/gs) ?? [];
  return items.map((item) => item.replace(/\\([;\\])/g, "$1").trim());
}
