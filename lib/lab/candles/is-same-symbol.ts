/** Whether two names are one market's: the dash between its coins and the case make no difference. */
export function isSameSymbol(a: string, b: string): boolean {
  return a === b || plain(a) === plain(b);
}

function plain(name: string): string {
  return name.replaceAll("-", "").toUpperCase();
}

/** The value of a symbol, whatever the spelling. */
export function findNamed<T>(
  entries: readonly (readonly [name: string, value: T])[],
  symbol: string,
): T | undefined {
  return entries.find(([name]) => isSameSymbol(name, symbol))?.[1];
}
