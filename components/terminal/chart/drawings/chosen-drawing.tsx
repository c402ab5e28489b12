"use client";

import { useTranslations } from "next-intl";
import { Lock, LockOpen, Trash2 } from "@/components/icons/later-icons";
import { EyeOff } from "@/components/icons/lucide";
import type { Drawing } from "@/components/terminal/chart/drawings/drawing";
import type { DrawingStore } from "@/components/terminal/chart/drawings/drawing-history";
import { useDrawingActions } from "@/components/terminal/chart/drawings/use-drawing-actions";
import { pickPrices } from "@/components/terminal/order/picked-price";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/form/input";

/** What can be done to the chosen drawing, over the chart. */
export function ChosenDrawing(props: {
  store: DrawingStore;
  drawing: Drawing;
  symbol: string;
  priceScale: number;
}) {
  const { store, drawing, symbol, priceScale } = props;
  const t = useTranslations("chart.drawing");
  const { change, lock, hide, remove } = useDrawingActions(store, drawing, t(drawing.tool));
  const Padlock = drawing.isLocked ? Lock : LockOpen;
  return (
    <div
      role="toolbar"
      aria-label={t("chosen")}
      className="panel -translate-x-1/2 absolute top-9 left-1/2 z-10 flex items-center gap-0.5 border-line-strong p-0.5 shadow-xl"
      // A press elsewhere drops the choice.
      onPointerDown={(event) => event.stopPropagation()}
    >
      {drawing.tool === "text" && !drawing.isLocked && (
        <Input
          key={drawing.id}
          aria-label={t("text")}
          placeholder={t("emptyText")}
          maxLength={200}
          defaultValue={drawing.text}
          autoFocus={!drawing.text}
          className="w-40"
          onBlur={(event) => {
            const text = event.target.value.trim();
            if (text !== (drawing.text ?? "")) change({ text });
          }}
          onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
        />
      )}
      {drawing.tool === "position" && drawing.third !== undefined && (
        <Button
          onClick={() => {
            const [price, stop, target] = [drawing.from.price, drawing.third ?? 0, drawing.to.price].map(
              (one) => one.toFixed(priceScale),
            );
            if (price && stop && target) pickPrices({ symbol, price, stop, target });
          }}
        >
          {t("toForm")}
        </Button>
      )}
      <Button size="icon" aria-label={lock.label} aria-pressed={drawing.isLocked ?? false} onClick={lock.act}>
        <Padlock aria-hidden className={drawing.isLocked ? "text-accent" : undefined} />
      </Button>
      <Button size="icon" aria-label={hide.label} onClick={hide.act}>
        <EyeOff aria-hidden />
      </Button>
      <Button size="icon" aria-label={remove.label} onClick={remove.act}>
        <Trash2 aria-hidden />
      </Button>
    </div>
  );
}
