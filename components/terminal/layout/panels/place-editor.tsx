"use client";

import { useTranslations } from "next-intl";
import { type PointerEvent, useEffect, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { GripVertical } from "@/components/icons/later-icons";
import { X } from "@/components/icons/lucide";
import { draggedPanel } from "@/components/terminal/layout/panels/arranging";
import {
  type DeskPanel,
  type DeskPlace,
  movePanel,
  PLACES,
} from "@/components/terminal/layout/panels/desk-panels";
import { PlaceSelect } from "@/components/terminal/layout/panels/place-select";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/client/cn";

/** Over the panels of a place: each can be dragged to another place, moved by a choice, or closed. */
export function PlaceEditor({ place, panels }: { place: DeskPlace; panels: readonly DeskPanel[] }) {
  const t = useTranslations("terminal.layout");
  const desk = useTranslations("terminal.desk");
  const dragged = useSyncExternalStore(draggedPanel.subscribe, draggedPanel.read, () => null);
  return (
    <div
      data-place={place}
      className={cn(
        "absolute inset-0 z-30 flex flex-col items-center justify-center gap-2 overflow-y-auto border-2 border-dashed bg-bg/85 p-2",
        dragged?.over === place ? "border-accent" : "border-line-strong",
      )}
    >
      <span className="text-text-3">{t(`place.${place}`)}</span>
      {panels.map((panel) => (
        <div
          key={panel}
          className="panel grid max-w-full grid-cols-[1fr_auto] items-center gap-1.5 border-line-strong p-1.5 shadow-xl"
        >
          <span
            className="flex cursor-grab touch-none select-none items-center gap-1 pr-1 font-medium text-sm"
            data-grip={panel}
            onPointerDown={(event) => startDrag(event, panel)}
            onPointerMove={moveDrag}
            onPointerUp={endDrag}
            onPointerCancel={() => draggedPanel.write(null)}
          >
            <GripVertical aria-hidden className="size-4 text-text-3" />
            {desk(panel)}
          </span>
          <Button
            size="icon"
            aria-label={t("close", { panel: desk(panel) })}
            onClick={() => movePanel(panel, null)}
          >
            <X aria-hidden />
          </Button>
          <span className="col-span-2">
            <PlaceSelect panel={panel} place={place} />
          </span>
          {dragged?.panel === panel && <DraggedPanel name={desk(panel)} {...dragged} />}
        </div>
      ))}
    </div>
  );
}

/** What follows the pointer. In the page itself, since a panel cuts off what leaves it. */
function DraggedPanel({ name, x, y }: { name: string; x: number; y: number }) {
  useEffect(() => {
    const cancel = (event: KeyboardEvent) => event.key === "Escape" && draggedPanel.write(null);
    window.addEventListener("keydown", cancel);
    return () => window.removeEventListener("keydown", cancel);
  }, []);
  return createPortal(
    <div
      aria-hidden
      className="panel pointer-events-none fixed z-50 border-accent px-3 py-1.5 font-medium text-sm shadow-xl"
      style={{ left: x + 8, top: y + 8 }}
    >
      {name}
    </div>,
    document.body,
  );
}

function startDrag(event: PointerEvent<HTMLElement>, panel: DeskPanel): void {
  if (event.button !== 0) return;
  event.currentTarget.setPointerCapture(event.pointerId);
  draggedPanel.write({ panel, over: null, x: event.clientX, y: event.clientY });
}

function moveDrag(event: PointerEvent): void {
  const dragged = draggedPanel.read();
  if (!dragged) return;
  const { clientX: x, clientY: y } = event;
  const under = document.elementsFromPoint(x, y).find((one) => one.closest("[data-place]"));
  const over = under?.closest<HTMLElement>("[data-place]")?.dataset.place ?? null;
  draggedPanel.write({ ...dragged, over, x, y });
}

function endDrag(): void {
  const dragged = draggedPanel.read();
  draggedPanel.write(null);
  const place = PLACES.find((one) => one === dragged?.over);
  if (dragged && place) movePanel(dragged.panel, place);
}
