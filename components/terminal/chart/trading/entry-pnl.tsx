"use client";

import { Signed } from "@/components/terminal/stats/signed";
import { useLiveFigure } from "@/lib/client/portfolio/use-live-figure";
import { type Decimal, toNumber } from "@/lib/core/decimal";

/** The open profit of a position, on its entry line. */
export function EntryPnl({ symbol }: { symbol: string }) {
  const pnl = useLiveFigure((figures) => figures.positions.get(symbol)?.pnl ?? null);
  return (
    <span className="ml-1">
      <Signed value={pnl === null ? null : toNumber(pnl as Decimal)} />
    </span>
  );
}
