/** Where the terminals live. */
export const TERMINAL_BASE = "/terminal/";

/** The address of an instrument's terminal. */
export function terminalPath(symbol: string): string {
  return TERMINAL_BASE + symbol;
}
