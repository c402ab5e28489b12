/** `BINANCE:TRXUSDT.P` becomes `TRXUSDT`: the exchange and the mark of a perpetual are no part of the name. */
export function shortenTradingviewSymbol(text: string): string {
  return text
    .trim()
    .replace(/^[A-Za-z0-9_]+:/, "")
    .replace(/\.P$/i, "");
}
