"use client";

import { Signed } from "@/components/terminal/stats/signed";
import { positionKey } from "@/lib/client/portfolio/live-figures";
import { useLiveFigure } from "@/lib/client/portfolio/use-live-figure";
import { type Decimal, toNumber } from "@/lib/core/decimal";
import type { PositionDto } from "@/lib/schemas/trading/trading-responses";

/** The open profit of a position, on its entry line. */
export function EntryPnl({ position }: { position: PositionDto }) {
  const key = positionKey(position);
  const pnl = useLiveFigure((figures) => figures.positions.get(key)?.pnl ?? null);
  return (
    <span className="ml-1">
      <Signed value={pnl === null ? null : toNumber(pnl as Decimal)} />
    </span>
  );
}
