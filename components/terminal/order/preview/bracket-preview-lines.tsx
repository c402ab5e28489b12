"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import { LineFrame } from "@/components/terminal/chart/trading/line-frame";
import type { TradeLine } from "@/components/terminal/chart/trading/list-trade-lines";
import { OutsideLines } from "@/components/terminal/chart/trading/outside-lines";
import { BracketLine } from "@/components/terminal/order/preview/bracket-line";
import {
  addBracketLine,
  type BracketLineId,
  type BracketPrices,
  findEntryField,
  moveBracketLine,
} from "@/components/terminal/order/preview/bracket-lines";
import { type BracketPreview, bracketPreview } from "@/components/terminal/order/preview/bracket-preview";
import { BracketZone } from "@/components/terminal/order/preview/bracket-zone";
import { formatFixed } from "@/lib/client/format";
import type { OrderPlan } from "@/lib/client/orders/order-plan";
import type { Translate } from "@/lib/client/translate";
import { groupDigits } from "@/lib/core/alerts/group-digits";
import { type Decimal, formatDecimal, toNumber } from "@/lib/core/decimal";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** The order of the form over the chart before it is sent: entry, stop and target, each tied to its field. */
export function BracketPreviewLines({ view, instrument }: { view: ChartView; instrument: InstrumentDto }) {
  const preview = useSyncExternalStore(bracketPreview.subscribe, bracketPreview.read, () => null);
  if (preview === null || preview.symbol !== instrument.symbol) return null;
  return <Lines preview={preview} view={view} instrument={instrument} />;
}

function Lines(props: { preview: BracketPreview; view: ChartView; instrument: InstrumentDto }) {
  const { preview, view, instrument } = props;
  const t = useTranslations("chart.preview");
  const ticket = useTranslations("terminal.ticket");
  const { side, form, plan, submit, close } = preview;
  const { draft, change } = form;
  const prices = readPrices(plan);
  const { entry, stop, target } = prices;
  if (entry === null) return null;
  const { tickSize, priceScale: digits } = instrument;
  const moveTo = (line: BracketLineId) => (price: number) =>
    change(moveBracketLine(draft, { line, price, side, prices, tick: Number(tickSize), digits }));
  const labels = { t, how: ticket(`how.${draft.kind}`) };
  const line = (id: BracketLineId, price: number, tone: string) => ({
    id,
    price,
    tone,
    view,
    instrument,
    label: labelOf(id, preview, labels),
    onMove: id === "entry" && findEntryField(draft) === null ? null : moveTo(id),
    onRemove: id === "entry" ? close : () => change({ [id]: "" }),
    onSend: submit,
  });
  const missing = draft.isReduceOnly ? [] : (["stop", "target"] as const).filter((id) => prices[id] === null);
  const outside = (["entry", "stop", "target"] as const).flatMap((id): TradeLine[] => {
    const price = prices[id];
    if (price === null) return [];
    const tone = id === "entry" ? side : id;
    const label = labelOf(id, preview, labels);
    return [{ id: `preview ${id}`, tone, price: price.toFixed(digits), label, move: null, end: null }];
  });
  return (
    <LineFrame view={view}>
      {stop !== null && <BracketZone view={view} from={entry} to={stop} tone="bg-down" />}
      {target !== null && <BracketZone view={view} from={entry} to={target} tone="bg-up" />}
      {target !== null && <BracketLine {...line("target", target, "text-up")} />}
      {stop !== null && <BracketLine {...line("stop", stop, "text-down")} />}
      <BracketLine {...line("entry", entry, side === "buy" ? "text-up" : "text-down")}>
        {missing.map((id) => (
          <button
            key={id}
            type="button"
            onClick={() => change(addBracketLine(id))}
            className="pointer-events-auto h-6 rounded border border-line-strong bg-raised px-1 text-[11px] text-text-2 hover:text-text"
          >
            {t(`add.${id}`)}
          </button>
        ))}
      </BracketLine>
      <OutsideLines view={view} lines={outside} priceScale={digits} />
    </LineFrame>
  );
}

function readPrices({ entry, prices }: OrderPlan): BracketPrices {
  const number = (value: Decimal | null) => (value === null ? null : toNumber(value));
  return { entry: number(entry), stop: number(prices.stop), target: number(prices.target) };
}

/** Size at the entry; money and multiple of the risk (R) at stop and target, fees included. */
function labelOf(
  id: BracketLineId,
  { side, plan }: BracketPreview,
  { t, how }: { t: Translate<"chart.preview">; how: string },
): string {
  const { qty, estimate } = plan;
  const money = (value: Decimal | null | undefined) =>
    value == null ? "none" : formatFixed(toNumber(value), 2);
  if (id === "entry")
    return t("entry", { side, qty: qty === null ? "" : groupDigits(formatDecimal(qty)), how });
  if (id === "stop") return t("stop", { loss: money(estimate?.lossAtStop) });
  const ratio = estimate?.rewardToRisk;
  return t("target", {
    profit: money(estimate?.profitAtTarget),
    multiple: ratio == null ? "none" : formatFixed(toNumber(ratio), 2),
  });
}
