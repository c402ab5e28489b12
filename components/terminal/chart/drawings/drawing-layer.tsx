"use client";

import { useEffect, useMemo, useReducer, useRef, useState } from "react";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import { ChosenDrawing } from "@/components/terminal/chart/drawings/chosen-drawing";
import {
  type DrawingOwner,
  type DrawingTool,
  getDrawings,
} from "@/components/terminal/chart/drawings/drawing";
import { DrawingShape } from "@/components/terminal/chart/drawings/drawing-shape";
import { snapScales } from "@/components/terminal/chart/drawings/snap-scales";
import { useDrawingKeys } from "@/components/terminal/chart/drawings/use-drawing-keys";
import { useDrawingPointer } from "@/components/terminal/chart/drawings/use-drawing-pointer";
import { useChartStores } from "@/components/terminal/chart/grid/chart-stores";
import { usePersisted } from "@/lib/client/persisted";
import type { InstrumentDto } from "@/lib/schemas/market/market";

type Props = {
  view: ChartView;
  instrument: Pick<InstrumentDto, "tickSize" | "priceScale">;
  owner: DrawingOwner;
  /** What a press on the chart draws; null when no tool is chosen. */
  tool: DrawingTool | null;
  onDrawn: () => void;
  /** Whether its keys undo and redo. */
  hasUndo: boolean;
};

/** The trader's drawings over the candles. They follow the scales; a press chooses one, a drag moves it. */
export function DrawingLayer({ view, instrument, owner, tool, onDrawn, hasUndo }: Props) {
  const store = getDrawings(owner);
  const drawings = usePersisted(store);
  const { hasDrawings } = usePersisted(useChartStores().choices);
  const frame = useRef<SVGSVGElement>(null);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const scales = useMemo(() => snapScales(view, instrument), [view, instrument]);
  const pointer = useDrawingPointer({ scales, frame, store, tool, onDrawn, onChoose: setChosenId });
  const { moving } = pointer;
  const [, redraw] = useReducer((publication: number) => publication + 1, 0);

  useEffect(() => {
    // Without a drawing nothing has to follow the market.
    if (drawings.length === 0 && !moving && !tool) return;
    let isQueued = false;
    return view.subscribeRedraw(() => {
      if (isQueued) return;
      isQueued = true;
      requestAnimationFrame(() => {
        isQueued = false;
        redraw();
      });
    });
  }, [view, drawings.length, moving, tool]);

  useEffect(() => {
    if (chosenId === null) return;
    const dropChoice = () => setChosenId(null);
    window.addEventListener("pointerdown", dropChoice);
    return () => window.removeEventListener("pointerdown", dropChoice);
  }, [chosenId]);

  useDrawingKeys({
    store,
    chosenId,
    hasUndo,
    onEscape: () => {
      pointer.cancel();
      setChosenId(null);
    },
  });

  const { width, height } = view.readPane();
  // In place: an element that moves in the document loses the pointer.
  const saved = drawings.map((one) => (one.id === moving?.id ? moving : one));
  const all = moving && !saved.includes(moving) ? [...saved, moving] : saved;
  const shown = all.filter((one) => hasDrawings && !one.isHidden);
  const chosen = shown.find(({ id }) => id === chosenId);
  return (
    <>
      <svg
        ref={frame}
        aria-hidden
        data-drawings
        width={width}
        height={height}
        className="absolute top-0 left-0 z-[5] overflow-hidden"
        style={{
          pointerEvents: tool ? "auto" : "none",
          cursor: tool ? "crosshair" : undefined,
          touchAction: tool ? "none" : undefined,
        }}
        {...pointer.handlers}
      >
        {shown.map((drawing) => (
          <DrawingShape
            key={drawing.id}
            drawing={drawing}
            view={view}
            width={width}
            priceScale={instrument.priceScale}
            isChosen={drawing.id === chosenId}
            onPress={tool ? null : pointer.press}
          />
        ))}
      </svg>
      {chosen && !moving && (
        <ChosenDrawing
          store={store}
          drawing={chosen}
          symbol={owner.symbol}
          priceScale={instrument.priceScale}
        />
      )}
    </>
  );
}
