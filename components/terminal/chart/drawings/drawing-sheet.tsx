"use client";

import { useTranslations } from "next-intl";
import { Lock, LockOpen, Trash2 } from "@/components/icons/later-icons";
import { Eye, EyeOff } from "@/components/icons/lucide";
import { type Drawing, getDrawings } from "@/components/terminal/chart/drawings/drawing";
import type { DrawingStore } from "@/components/terminal/chart/drawings/drawing-history";
import { type DrawingProps, DrawingTools } from "@/components/terminal/chart/drawings/drawing-tools";
import { useDrawingActions } from "@/components/terminal/chart/drawings/use-drawing-actions";
import { useChartStores } from "@/components/terminal/chart/grid/chart-stores";
import { Button } from "@/components/ui/button";
import { formatFixed } from "@/lib/client/format";
import { readNumber } from "@/lib/client/numbers/read-number";
import { usePersisted } from "@/lib/client/persisted";
import { toNumber } from "@/lib/core/decimal";

/** All drawings of the chart: prices, lock, visibility, removal. `hasTools`: the tools as well. */
export function DrawingSheet(props: DrawingProps & { hasTools: boolean; onClose: () => void }) {
  const { hasTools, onClose, ...drawing } = props;
  const { owner, priceScale, onTool } = drawing;
  const t = useTranslations("chart.drawing");
  const store = getDrawings(owner);
  const drawings = usePersisted(store);
  const stores = useChartStores();
  const choices = usePersisted(stores.choices);
  const unlocked = drawings.filter((one) => !one.isLocked);
  return (
    <>
      {hasTools && (
        <div className="flex gap-1 border-b pb-2">
          <DrawingTools
            {...drawing}
            hintSide="below"
            onTool={(tool) => {
              onTool(tool);
              onClose();
            }}
          />
        </div>
      )}
      {drawings.length === 0 ? (
        <p className="px-1 text-text-2">{t("none")}</p>
      ) : (
        <ul className="grid gap-1.5">
          {drawings.map((one) => (
            <ListedDrawing key={one.id} store={store} drawing={one} priceScale={priceScale} />
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-1 border-t pt-2">
        <Button onClick={() => stores.choices.write({ ...choices, hasDrawings: !choices.hasDrawings })}>
          {t(choices.hasDrawings ? "hideAll" : "showAll")}
        </Button>
        {unlocked.length > 0 && (
          <Button onClick={() => store.write(drawings.filter((one) => one.isLocked))}>
            {t("remove", { count: unlocked.length })}
          </Button>
        )}
      </div>
    </>
  );
}

function ListedDrawing(props: { store: DrawingStore; drawing: Drawing; priceScale: number }) {
  const { store, drawing, priceScale } = props;
  const t = useTranslations("chart.drawing");
  const name = t("at", { tool: t(drawing.tool), price: formatFixed(drawing.from.price, priceScale) });
  const { change, lock, hide, remove } = useDrawingActions(store, drawing, name);
  const Padlock = drawing.isLocked ? Lock : LockOpen;
  const Visibility = drawing.isHidden ? EyeOff : Eye;
  const hasOne = drawing.tool === "horizontal" || drawing.tool === "text";
  const points = hasOne ? (["from"] as const) : (["from", "to"] as const);
  return (
    <li className="flex items-center gap-1">
      <span className="min-w-0 flex-1 truncate">{drawing.text || t(drawing.tool)}</span>
      {points.map((point) => (
        <PriceField
          key={`${point}-${drawing[point].price}`}
          label={t(`price.${point}`, { drawing: name })}
          price={drawing[point].price.toFixed(priceScale)}
          isLocked={drawing.isLocked ?? false}
          onChange={(price) => change({ [point]: { ...drawing[point], price } })}
        />
      ))}
      <Button
        size="icon"
        className="size-6"
        aria-label={lock.label}
        aria-pressed={drawing.isLocked ?? false}
        onClick={lock.act}
      >
        <Padlock aria-hidden className={drawing.isLocked ? "text-accent" : undefined} />
      </Button>
      <Button
        size="icon"
        className="size-6"
        aria-label={hide.label}
        aria-pressed={!drawing.isHidden}
        onClick={hide.act}
      >
        <Visibility aria-hidden />
      </Button>
      <Button size="icon" className="size-6" aria-label={remove.label} onClick={remove.act}>
        <Trash2 aria-hidden />
      </Button>
    </li>
  );
}

function PriceField(props: {
  label: string;
  price: string;
  isLocked: boolean;
  onChange: (price: number) => void;
}) {
  const { label, price, isLocked, onChange } = props;
  return (
    <input
      inputMode="decimal"
      autoComplete="off"
      aria-label={label}
      disabled={isLocked}
      defaultValue={price}
      onBlur={(event) => {
        const reading = readNumber(event.target.value);
        const typed = "value" in reading ? toNumber(reading.value) : 0;
        if (event.target.value === price) return;
        if (typed > 0) onChange(typed);
        else event.target.value = price;
      }}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      className="num h-6 w-20 rounded border bg-bg px-1 text-right disabled:text-text-3"
    />
  );
}
