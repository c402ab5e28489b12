/** A trade that was made elsewhere, in a backtest or by the trader: what a replay of it needs. Times in ms. */
export type GivenTrade = {
  symbol: string;
  side: "long" | "short";
  qty: number;
  entryPrice: number;
  exitPrice: number;
  openedAtMs: number;
  closedAtMs: number;
  /** Profit after costs, quote currency. */
  net: number;
};

const NUMBERS = ["qty", "entryPrice", "exitPrice", "openedAtMs", "closedAtMs", "net"] as const;
const LONGEST_MS = 60 * 86_400_000;

/** The page of a trade's replay. A symbol is written as on our market, without the dash between its coins. */
export function linkToReplay(trade: GivenTrade): string {
  const { symbol, side } = trade;
  const query = new URLSearchParams({ symbol: symbol.replace("-", ""), side });
  for (const name of NUMBERS) query.set(name, String(trade[name]));
  return `/lab/replay?${query}`;
}

/** The trade that a page's address names; null for none and for one that can't be. */
export function readGivenTrade(query: Record<string, string | string[] | undefined>): GivenTrade | null {
  const { symbol, side } = query;
  if (typeof symbol !== "string" || !/^[A-Z0-9]{2,30}$/.test(symbol)) return null;
  if (side !== "long" && side !== "short") return null;
  const [qty, entryPrice, exitPrice, openedAtMs, closedAtMs, net] = NUMBERS.map((name) =>
    query[name] === undefined ? Number.NaN : Number(query[name]),
  ) as [number, number, number, number, number, number];
  const isWhole = [qty, entryPrice, exitPrice].every((value) => value > 0) && Number.isFinite(net);
  const length = closedAtMs - openedAtMs;
  if (!isWhole || !(openedAtMs > 0) || !(length >= 0 && length <= LONGEST_MS)) return null;
  return { symbol, side, qty, entryPrice, exitPrice, openedAtMs, closedAtMs, net };
}
