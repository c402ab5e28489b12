/** Where the terminals live. */
export const TERMINAL_BASE = "/terminal/";

/**
 * The address of an instrument's terminal. Pages link to it with a plain anchor: the desk shares little with
 * them, and the router's link would cost every page 4 KB.
 */
export function terminalPath(symbol: string): string {
  return TERMINAL_BASE + symbol;
}
