/** Path prefix of the terminals. */
export const TERMINAL_BASE = "/terminal/";

/**
 * The URL of an instrument's terminal. Pages link to it with a plain anchor: the router's link would cost
 * every page 4 KB.
 */
export function terminalPath(symbol: string): string {
  return TERMINAL_BASE + symbol;
}
