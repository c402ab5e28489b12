"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { X } from "@/components/icons/lucide";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import { formatMove } from "@/components/terminal/chart/trading/format-move";
import { LINE_TONES } from "@/components/terminal/chart/trading/line-tones";
import type { TradeLine } from "@/components/terminal/chart/trading/list-trade-lines";
import { useLinePlace } from "@/components/terminal/chart/trading/use-line-place";
import { cn } from "@/lib/client/cn";
import { formatFixed } from "@/lib/client/format";
import type { InstrumentDto } from "@/lib/schemas/market/market";

type Props = {
  line: TradeLine;
  view: ChartView;
  instrument: InstrumentDto;
  /** A figure that moves with the market, after the label. */
  figure?: ReactNode;
  /** Returns the error, or null on success. */
  onMove: (price: string) => Promise<string | null>;
  /** Ends what the line shows, where it can be ended. */
  onEnd?: () => void;
};

/**
 * One line with its label. Dragging, or the arrow keys by ticks (with Shift by ten), proposes a price;
 * releasing or Enter sends it, Esc reverts it. Until the server responds the line stays at the new price.
 */
export function TradeLineHandle({ line, view, instrument, figure, onMove, onEnd }: Props) {
  const t = useTranslations("chart.line");
  const row = useRef<HTMLDivElement>(null);
  const labels = useRef<HTMLSpanElement>(null);
  const [proposal, setProposal] = useState<number | null>(null);
  const { tickSize, priceScale } = instrument;
  const tick = Number(tickSize);
  const shown = proposal ?? Number(line.price);

  const toText = (price: number) => (Math.round(price / tick) * tick).toFixed(priceScale);
  const send = async (price: number) => {
    if (toText(price) !== toText(Number(line.price))) await onMove(toText(price));
    setProposal(null);
  };

  const cancel = () => setProposal(null);
  const drag = line.move && { onPrice: setProposal, onDrop: send, onCancel: cancel };
  useLinePlace({ view, price: shown, isMoving: proposal !== null, edge: "left", row, labels, drag });
  const handleKey = (event: KeyboardEvent) => {
    const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (direction !== 0) setProposal(shown + direction * tick * (event.shiftKey ? 10 : 1));
    else if (event.key === "Enter" && proposal !== null) void send(proposal);
    else if (event.key === "Escape" && proposal !== null) cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const effect = line.move && proposal !== null ? formatMove(line, proposal) : null;
  const named = { line: line.label, price: formatFixed(shown, priceScale) };
  const text = (
    <>
      <span className="font-sans">{line.label}</span> {formatFixed(shown, priceScale)}
      {figure}
      {effect && <span className="font-sans"> · {effect}</span>}
    </>
  );
  const label =
    "num h-[18px] whitespace-nowrap rounded border border-current bg-panel px-1 text-[11px] leading-4";
  return (
    <div
      ref={row}
      data-trade-line={line.id}
      data-is-dashed={line.tone === "entry" ? undefined : ""}
      className={cn("absolute inset-x-0 top-0 h-0", LINE_TONES[line.tone])}
    >
      <div
        aria-hidden
        className={cn(
          "absolute inset-x-0 z-[6] border-t",
          line.tone === "entry" ? "border-solid" : "border-dashed",
          "border-current opacity-70",
        )}
      />
      <span
        ref={labels}
        className={cn("absolute left-1 flex h-6 items-center gap-0.5", proposal === null ? "z-10" : "z-[11]")}
      >
        {line.move ? (
          <button
            type="button"
            data-line={line.id}
            data-label
            data-handle
            aria-label={effect ? t("handleEffect", { ...named, effect }) : t("handle", named)}
            onKeyDown={handleKey}
            onBlur={cancel}
            className={cn(
              label,
              "pointer-events-auto relative cursor-ns-resize touch-none before:absolute before:inset-x-0 before:-inset-y-1",
              proposal !== null && "bg-raised",
            )}
          >
            {text}
          </button>
        ) : (
          <span data-label className={cn(label, "border-transparent")}>
            {text}
          </span>
        )}
        {line.end && onEnd && (
          <button
            type="button"
            aria-label={t(`end.${line.end.kind}`, named)}
            onClick={onEnd}
            className="pointer-events-auto grid size-6 place-items-center rounded border border-current bg-panel hover:bg-raised"
          >
            <X aria-hidden className="size-3" />
          </button>
        )}
      </span>
    </div>
  );
}
