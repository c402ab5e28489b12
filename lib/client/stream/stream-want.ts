import type { PortfolioStreamEvent } from "@/lib/schemas/trading-answers";

/** The most symbols that each list of a stream may have; the server rejects more. */
const MAX_SYMBOLS = 50;
/** The most portfolios that one stream may have. */
const MAX_PORTFOLIOS = 10;

/** A portfolio whose events come along with the prices. */
export type PortfolioWant = {
  id: string;
  /** The newest event that this tab knows; null before it knows any. */
  cursor: number | null;
  /** When the server last showed this portfolio to this tab, ms; 0 for not yet. */
  confirmedAtMs: number;
};

/** A portfolio of the page's stream: from which event on it is wanted, and who takes what comes. */
export type PortfolioConnection = {
  id: string;
  /** The newest event that is known; the stream begins after it. Null to begin now. */
  readCursor: () => number | null;
  /** When the server last showed this portfolio to this page, ms; 0 for not yet. */
  readConfirmedAtMs: () => number;
  onEvent: (event: PortfolioStreamEvent) => void;
  /** Another tab's stream has come as far as this event. */
  onSeen: (seq: number) => void;
  /** The server has rejected a portfolio of this browser. */
  onUnknownOutcome: () => void;
};

/**
 * What one tab wants of the stream. `rows`: symbols of a list, twice a second. `symbols`: everything of a tick, ten
 * times a second. `depth`: those whose book and trades are wanted, too.
 */
export type TabWant = {
  rows: string[];
  symbols: string[];
  depth: string[];
  portfolio: PortfolioWant | null;
};

export const NO_WANT: TabWant = { rows: [], symbols: [], depth: [], portfolio: null };

/** What all tabs of a browser want together. Symbols stand in the most detailed list that a tab wants them in. */
export type UnitedWant = {
  rows: string[];
  symbols: string[];
  depth: string[];
  /** Ids, each with the oldest cursor of its tabs; null begins with what happens next. */
  portfolios: Map<string, number | null>;
};

/**
 * Unites the wants of all tabs; the first in order come first where not all find room. A portfolio that the server
 * has not shown to its tab since `doubtedAtMs` is left out.
 */
export function uniteWants(wants: Iterable<TabWant>, doubtedAtMs: number): UnitedWant {
  const all = [...wants];
  const depth = collect(all.flatMap((want) => want.depth));
  const symbols = collect(all.flatMap((want) => [...want.symbols, ...want.depth]));
  const rows = collect(all.flatMap((want) => want.rows.filter((symbol) => !symbols.includes(symbol))));
  const portfolios = new Map<string, number | null>();
  for (const { portfolio } of all) {
    if (!portfolio || portfolio.confirmedAtMs < doubtedAtMs) continue;
    const known = portfolios.get(portfolio.id) ?? null;
    const cursors = [known, portfolio.cursor].filter((cursor) => cursor !== null);
    if (!portfolios.has(portfolio.id) && portfolios.size === MAX_PORTFOLIOS) continue;
    portfolios.set(portfolio.id, cursors.length === 0 ? null : Math.min(...cursors));
  }
  return { rows, symbols, depth: depth.filter((symbol) => symbols.includes(symbol)), portfolios };
}

function collect(symbols: string[]): string[] {
  return [...new Set(symbols)].slice(0, MAX_SYMBOLS).sort();
}

/** The address of the stream for this want, without cursors; null when no symbol is wanted. */
export function toStreamTarget(want: UnitedWant, hasSaver: boolean): string | null {
  const { rows, symbols, depth, portfolios } = want;
  if (rows.length + symbols.length === 0) return null;
  const query = new URLSearchParams();
  if (rows.length > 0) query.set("rows", rows.join(","));
  query.set("symbols", symbols.join(","));
  query.set("depth", depth.join(","));
  if (hasSaver) query.set("saver", "1");
  if (portfolios.size > 0) query.set("portfolio", [...portfolios.keys()].sort().join(","));
  return `/api/stream?${query}`;
}
