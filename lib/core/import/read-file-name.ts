import { readOffset } from "@/lib/core/import/read-clock-time";

const ZONE = /\((?:UTC|GMT)(?:[+\-−]\d{1,2}(?:[:_]?\d{2})?)?\)/i;
const TRADINGVIEW = /_[A-Z0-9]+_([A-Z0-9.!]{2,24})_\d{4}-\d{2}-\d{2}/i;
const MARKET = /(?:^|[^A-Z0-9])([A-Z0-9]{2,14}(?:USDT|USDC|USD|PERP)(?:\.P)?)(?![A-Z0-9])/;

/** What the name of an export says that its content does not: the offset from UTC in ms, and the market. */
export function readFileName(name: string): { offsetMs: number | null; symbol: string | null } {
  const zone = ZONE.exec(name)?.[0] ?? null;
  const symbol = TRADINGVIEW.exec(name)?.[1] ?? MARKET.exec(name)?.[1] ?? null;
  return { offsetMs: zone === null ? null : readOffset(zone), symbol };
}
