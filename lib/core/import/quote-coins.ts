/** Coins that are counted as the quote currency, one for one. */
const DOLLARS = new Set(["", "USD", "USDT", "USDC", "USDE", "BUSD", "FDUSD", "TUSD", "DAI"]);
const INVERSE = /USD(?:[-_.]?(?:PERP|SWAP|[FGHJKMNQUVXZ]\d{2}|\d{6}))?(?:-SWAP)?$/;

/** Whether an amount in `coin` can be added to profits in dollars. */
export function isDollar(coin: string): boolean {
  return DOLLARS.has(coin.toUpperCase());
}

/** Whether a perpetual or future is settled in its coin, such as BTCUSD or BTC-USD-SWAP. */
export function isInverse(symbol: string): boolean {
  return INVERSE.test(symbol.toUpperCase());
}
