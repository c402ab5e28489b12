import type { ListedInstrument } from "@/lib/schemas/market/market-responses";

/** Searchable fields of a market. */
type Named = Pick<ListedInstrument, "symbol" | "baseCoin" | "name">;

/** Contracts of low-priced coins are traded by the thousand or more: 1000PEPE, SHIB1000. */
const MULTIPLE_BEFORE = /^10{3,9}(?=[A-Z])/;
const MULTIPLE_AFTER = /[A-Z]10{3,9}$/;

/**
 * How well a market matches a search; 0 is best, null is no match. In order: exact coin, symbol or coin name;
 * prefix; prefix of a word of the name; substring.
 */
export function rankMarket({ symbol, baseCoin, name }: Named, search: string): number | null {
  const text = normalise(search);
  if (text === "") return 0;
  const coin = toCoin(baseCoin);
  const codes = [coin, baseCoin, symbol];
  const fullName = normalise(name);
  if (codes.includes(text) || fullName === text) return 0;
  if (codes.some((code) => code.startsWith(text))) return 1;
  if (name.split(/\s+/).some((word) => normalise(word).startsWith(text)) || fullName.startsWith(text))
    return 2;
  if (codes.some((code) => code.includes(text))) return 3;
  return fullName.includes(text) ? 4 : null;
}

/** The coin behind a base coin of a multiple: PEPE of 1000PEPE, SHIB of SHIB1000. */
export function toCoin(baseCoin: string): string {
  const coin = baseCoin.replace(MULTIPLE_BEFORE, "");
  const at = coin.search(MULTIPLE_AFTER);
  return at < 0 ? coin : coin.slice(0, at + 1);
}

/** Letters and digits alone, so that "btc/usdt" and "BTC-USDT" are the same search. */
function normalise(text: string): string {
  return text.toUpperCase().replaceAll(/[^A-Z0-9]/g, "");
}
