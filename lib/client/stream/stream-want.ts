import type { NotificationDto } from "@/lib/schemas/trading/alerts";
import type { PortfolioStreamEvent } from "@/lib/schemas/trading/trading-responses";

/** The most symbols that each list of a stream may have; the server rejects more. */
const MAX_SYMBOLS = 50;
/** The most portfolios that one stream may have. */
const MAX_PORTFOLIOS = 10;

/** A portfolio whose events are streamed with the prices. */
export type PortfolioWant = {
  id: string;
  /** The newest event received by this tab; null before the first. */
  cursor: number | null;
  /** When the server last showed this portfolio to this tab, ms; 0 for not yet. */
  confirmedAtMs: number;
};

/** A portfolio of the page's stream: the event to begin after, and its callbacks. */
export type PortfolioConnection = {
  id: string;
  /** The newest known event; the stream begins after it. Null to begin now. */
  readCursor: () => number | null;
  /** When the server last showed this portfolio to this page, ms; 0 for not yet. */
  readConfirmedAtMs: () => number;
  onEvent: (event: PortfolioStreamEvent) => void;
  /** The newest unread notifications of the portfolio's owner. */
  onNotifications: (notifications: readonly NotificationDto[]) => void;
  /** Another tab's stream has reached this event. */
  onSeen: (seq: number) => void;
  /** The server has rejected a portfolio of this browser. */
  onUnknownOutcome: () => void;
};

/**
 * The stream needs of one tab. `rows`: symbols of a list, twice a second. `symbols`: full ticks, ten times a
 * second. `depth`: symbols with book and trades.
 */
export type TabWant = {
  rows: string[];
  symbols: string[];
  depth: string[];
  portfolio: PortfolioWant | null;
};

/** No symbol and no portfolio. @internal */
export const NO_WANT: TabWant = { rows: [], symbols: [], depth: [], portfolio: null };

/** The needs of all tabs of a browser. Each symbol is in the most detailed list that a tab needs. */
export type UnitedWant = {
  rows: string[];
  symbols: string[];
  depth: string[];
  /** Ids, each with the oldest cursor of its tabs; null begins with the next event. */
  portfolios: Map<string, number | null>;
};

/**
 * Merges the needs of all tabs; above a limit, the first in order are kept. A portfolio that the server has
 * not shown to its tab since `omittedAtMs` is left out.
 */
export function uniteWants(wants: Iterable<TabWant>, omittedAtMs: number): UnitedWant {
  const all = [...wants];
  const depth = collect(all.flatMap((want) => want.depth));
  const symbols = collect(all.flatMap((want) => [...want.symbols, ...want.depth]));
  const rows = collect(all.flatMap((want) => want.rows.filter((symbol) => !symbols.includes(symbol))));
  const portfolios = new Map<string, number | null>();
  for (const { portfolio } of all) {
    if (!portfolio || portfolio.confirmedAtMs < omittedAtMs) continue;
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

/** The URL of the stream for these needs, without cursors; null when no symbol is needed. */
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
