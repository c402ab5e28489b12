"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ClosePartForm } from "@/components/terminal/account/details/close-part-form";
import { MarginCell } from "@/components/terminal/account/tables/margin-cell";
import { Signed } from "@/components/terminal/stats/signed";
import { formatFixed, formatMinute, formatShare, NO_VALUE } from "@/lib/client/format";
import { useTradingInstrument } from "@/lib/client/orders/instrument/use-trading-instrument";
import {
  calculateBreakEven,
  calculateMarginRatio,
  calculateStopInRisk,
} from "@/lib/client/orders/position-costs";
import { positionKey } from "@/lib/client/portfolio/live-figures";
import { useLiveFigure } from "@/lib/client/portfolio/use-live-figure";
import { type Decimal, parseMoney, toNumber } from "@/lib/core/decimal";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { PositionDto } from "@/lib/schemas/trading/trading-responses";

/** What a row of the positions has no room for, and closing a typed amount, also by a limit order. */
export function PositionDetails(props: {
  position: PositionDto;
  portfolioId: string;
  listed: InstrumentDto;
  /** Whether the margin mode is isolated. */
  isIsolated: boolean;
}) {
  const { position, listed } = props;
  const t = useTranslations("terminal.positionDetails");
  const instrument = useTradingInstrument(listed);
  const breakEven = calculateBreakEven(position, instrument.takerRate);
  const inRisk = calculateStopInRisk(position, instrument.takerRate);
  const rows: readonly (readonly [string, ReactNode])[] = [
    [t("value"), <Value key="value" position={position} />],
    [t("margin"), <MarginCell key="margin" {...props} />],
    [t("breakEven"), formatFixed(toNumber(breakEven), listed.priceScale)],
    [t("marginRatio"), <MarginRatio key="ratio" position={position} listed={listed} />],
    [t("stopInRisk"), inRisk === null ? NO_VALUE : t("inRisk", { value: formatFixed(toNumber(inRisk), 2) })],
    [t("realised"), <Signed key="realised" value={Number(position.realised)} />],
    [t("fees"), formatFixed(position.fees, 2)],
    [t("funding"), <Signed key="funding" value={-Number(position.funding)} />],
    [t("openedAt"), formatMinute(Date.parse(position.openedAt))],
  ];
  return (
    <div className="flex flex-wrap items-end gap-x-8 gap-y-3 whitespace-normal">
      <dl className="grid grid-cols-[repeat(4,auto)] gap-x-8 gap-y-2 max-md:grid-cols-2">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt className="text-[11px] text-text-3">{name}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
      <ClosePartForm {...props} />
    </div>
  );
}

function Value({ position }: { position: PositionDto }) {
  const value = useLiveFigure((figures) => figures.positions.get(positionKey(position))?.value ?? null);
  return value === null ? NO_VALUE : formatFixed(toNumber(value as Decimal), 2);
}

function MarginRatio({ position, listed }: { position: PositionDto; listed: InstrumentDto }) {
  const instrument = useTradingInstrument(listed);
  const ratio = useLiveFigure(({ positions }) => {
    const live = positions.get(positionKey(position));
    return live ? calculateMarginRatio({ ...live, margin: parseMoney(position.margin) }, instrument) : null;
  });
  return ratio === null ? NO_VALUE : formatShare(toNumber(ratio as Decimal));
}
