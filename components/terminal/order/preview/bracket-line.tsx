"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { X } from "@/components/icons/lucide";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import { useLinePlace } from "@/components/terminal/chart/trading/use-line-place";
import type { BracketLineId } from "@/components/terminal/order/preview/bracket-lines";
import { cn } from "@/lib/client/cn";
import { formatFixed } from "@/lib/client/format";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/**
 * One line of an order that is not sent yet. Dragging, or the arrow keys by ticks (with Shift by ten), changes the
 * form at once; Enter sends the order, Delete removes a stop or target.
 */
export function BracketLine(props: {
  id: BracketLineId;
  price: number;
  label: string;
  tone: string;
  view: ChartView;
  instrument: InstrumentDto;
  /** Null where the line follows the market. */
  onMove: ((price: number) => void) | null;
  onRemove: () => void;
  onSend: () => void;
  children?: ReactNode;
}) {
  const { id, price, label, tone, view, instrument, onMove, onRemove, onSend, children } = props;
  const t = useTranslations("chart.preview");
  const row = useRef<HTMLDivElement>(null);
  const labels = useRef<HTMLSpanElement>(null);
  const [isMoving, setIsMoving] = useState(false);
  const tick = Number(instrument.tickSize);
  const stop = () => setIsMoving(false);
  const drag = onMove && {
    onPrice: (next: number) => {
      setIsMoving(true);
      onMove(next);
    },
    onDrop: stop,
    onCancel: stop,
  };
  useLinePlace({ view, price, isMoving, edge: "right", row, labels, drag });
  const handleKey = (event: KeyboardEvent) => {
    const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (direction !== 0) onMove?.(price + direction * tick * (event.shiftKey ? 10 : 1));
    else if (event.key === "Enter") onSend();
    else if (event.key === "Delete" || event.key === "Backspace") onRemove();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const named = { line: label, price: formatFixed(price, instrument.priceScale) };
  return (
    <div
      ref={row}
      data-trade-line={`preview ${id}`}
      data-is-dashed=""
      className={cn("absolute inset-x-0 top-0 h-0", tone)}
    >
      <div aria-hidden className="absolute inset-x-0 z-[6] border-current border-t border-dotted" />
      <span
        ref={labels}
        className={cn("absolute right-1 flex h-6 items-center gap-0.5", isMoving ? "z-[11]" : "z-10")}
      >
        {children}
        <button
          type="button"
          data-bracket={id}
          data-label
          data-handle={onMove ? "" : undefined}
          aria-label={t(onMove ? "handle" : "fixed", named)}
          onKeyDown={handleKey}
          className={cn(
            "num pointer-events-auto relative h-[18px] touch-none whitespace-nowrap rounded border border-current border-dotted bg-raised px-1 text-[11px] leading-4 before:absolute before:inset-x-0 before:-inset-y-1",
            onMove && "cursor-ns-resize",
          )}
        >
          <span className="font-sans">{label}</span> {named.price}
        </button>
        <button
          type="button"
          aria-label={t(`remove.${id}`)}
          onClick={onRemove}
          className="pointer-events-auto grid size-6 place-items-center rounded border border-current border-dotted bg-raised hover:bg-hover"
        >
          <X aria-hidden className="size-3" />
        </button>
      </span>
    </div>
  );
}
