"use client";

import { useTranslations } from "next-intl";
import { memo, useState } from "react";
import { ChevronDown, ChevronRight } from "@/components/icons/lucide";
import { Cell } from "@/components/terminal/account/tables/data-table";
import { EditablePrice } from "@/components/terminal/account/tables/editable-price";
import { MarginCell } from "@/components/terminal/account/tables/margin-cell";
import { findPendingPositionChange } from "@/components/terminal/account/tables/pending-change";
import { PositionActions } from "@/components/terminal/account/tables/position-actions";
import { PositionPnl } from "@/components/terminal/account/tables/position-pnl";
import { SymbolCell } from "@/components/terminal/account/tables/symbol-cell";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { Button } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { patchPosition } from "@/lib/client/api/trading-api";
import { formatFixed, NO_VALUE } from "@/lib/client/format";
import { countDigits } from "@/lib/client/market/group-book";
import { useRowValue } from "@/lib/client/market/use-ticker";
import { useInstrument } from "@/lib/client/orders/instrument/use-instrument";
import { formatHeld } from "@/lib/client/portfolio/format-held";
import { useNamedSide } from "@/lib/client/portfolio/named-side";
import { useLiquidationPrice } from "@/lib/client/portfolio/use-liquidation-price";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { PositionDto } from "@/lib/schemas/trading/trading-responses";

const PositionDetails = lazyPart(
  () =>
    import("@/components/terminal/account/details/position-details").then((module) => module.PositionDetails),
  { failure: "inline" },
);

/** Columns of the table of positions. */
const POSITION_COLUMNS = 10;

/** One position. Only the cells of mark and profit move with the market. */
export const PositionRow = memo(function PositionRow(props: {
  position: PositionDto;
  portfolioId: string;
  /** Whether the margin mode is isolated. */
  isIsolated: boolean;
  onSelect: (symbol: string) => void;
}) {
  const { position, portfolioId } = props;
  const { symbol, side } = position;
  const instrument = useInstrument(symbol);
  const t = useTranslations("terminal");
  const pending = usePortfolioValue((portfolio) =>
    findPendingPositionChange(position, portfolio.deferredChanges, t),
  );
  const named = useNamedSide(position);
  const digits = instrument?.priceScale ?? countDigits(position.entryPrice);
  const held = formatHeld({ symbol, ...named }, t);
  const { run } = useTradingAction();
  const setStop = (key: "stopLoss" | "takeProfit") => (price: string | null) => {
    const by = position[key]?.by ?? "last";
    const change = price === null ? null : { price, by };
    return run("stops", () => patchPosition(symbol, { portfolioId, ...named, [key]: change }));
  };
  const [isOpen, setOpen] = useState(false);
  const Arrow = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <tr className="border-t hover:bg-hover">
        <SymbolCell
          symbol={symbol}
          isUp={side === "long"}
          note={t("positionRow.side", { side, leverage: position.leverage })}
          onSelect={props.onSelect}
        />
        <Cell isNumber>{formatFixed(position.qty, countDigits(instrument?.qtyStep ?? position.qty))}</Cell>
        <Cell isNumber>{formatFixed(position.entryPrice, digits)}</Cell>
        <Cell isNumber isMinor>
          <Mark symbol={symbol} digits={digits} />
        </Cell>
        <Cell isNumber>
          <PositionPnl position={position} />
        </Cell>
        <Cell isNumber tone="text-warn">
          <Liquidation position={position} instrument={instrument} digits={digits} />
        </Cell>
        <Cell isNumber isMinor>
          <MarginCell
            position={position}
            portfolioId={portfolioId}
            listed={instrument}
            isIsolated={props.isIsolated}
          />
        </Cell>
        <Cell isNumber>
          {pending !== null && <span className="mr-1 text-warn">{pending}</span>}
          <EditablePrice
            label={t("edit.stop", { symbol: held })}
            value={position.stopLoss?.price ?? null}
            digits={digits}
            isRemovable
            onSave={setStop("stopLoss")}
          />
        </Cell>
        <Cell isNumber>
          <EditablePrice
            label={t("edit.target", { symbol: held })}
            value={position.takeProfit?.price ?? null}
            digits={digits}
            isRemovable
            onSave={setStop("takeProfit")}
          />
        </Cell>
        <Cell isNumber>
          <span className="inline-flex items-center gap-1">
            <PositionActions position={position} portfolioId={portfolioId} />
            <Button
              size="icon"
              className="size-6"
              aria-label={t("positionRow.details", { symbol: held })}
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
            >
              <Arrow aria-hidden />
            </Button>
          </span>
        </Cell>
      </tr>
      {isOpen && instrument && (
        <tr>
          <td colSpan={POSITION_COLUMNS} className="bg-raised px-3 py-2">
            <PositionDetails
              position={position}
              portfolioId={portfolioId}
              listed={instrument}
              isIsolated={props.isIsolated}
            />
          </td>
        </tr>
      )}
    </>
  );
});

function Liquidation(props: { position: PositionDto; instrument: InstrumentDto | null; digits: number }) {
  const price = useLiquidationPrice(props.position, props.instrument);
  return price === null ? NO_VALUE : formatFixed(price, props.digits);
}

function Mark({ symbol, digits }: { symbol: string; digits: number }) {
  return formatFixed(
    useRowValue(symbol, (tick) => tick.mark ?? tick.last),
    digits,
  );
}
