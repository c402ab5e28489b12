"use client";

import { Signed } from "@/components/terminal/stats/signed";
import { formatPercent } from "@/lib/client/format";
import { positionKey } from "@/lib/client/portfolio/live-figures";
import { useLiveFigure } from "@/lib/client/portfolio/use-live-figure";
import { type Decimal, toNumber } from "@/lib/core/decimal";
import type { PositionDto } from "@/lib/schemas/trading/trading-responses";

/** A position's profit at mark and its return on the margin. */
export function PositionPnl({ position }: { position: PositionDto }) {
  const key = positionKey(position);
  const pnl = useLiveFigure((figures) => figures.positions.get(key)?.pnl ?? null);
  const roi = useLiveFigure((figures) => figures.positions.get(key)?.roi ?? null);
  return (
    <Signed value={pnl === null ? null : toNumber(pnl as Decimal)}>
      {roi !== null && (
        <span className="ml-1 text-text-3 @max-[900px]:@min-[561px]:hidden">
          ({formatPercent(toNumber(roi as Decimal))})
        </span>
      )}
    </Signed>
  );
}
