"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Plus } from "@/components/icons/lucide";
import type { ChartView } from "@/components/terminal/chart/chart-view";

/** Half the height of the button, px. */
const HALF_PX = 9;

/** A + at the price axis, at the height of the pointer, that opens the chart's menu at that price. */
export function AxisButton(props: {
  view: ChartView;
  onPress: (point: { x: number; y: number }, size: { width: number; height: number }) => void;
}) {
  const { view, onPress } = props;
  const t = useTranslations("chart.order");
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const chart = button.current?.parentElement;
    if (!chart) return;
    const place = (event: PointerEvent) => {
      if (!button.current || button.current.contains(event.target as Node)) return;
      const { width, height } = view.readPane();
      const y = event.clientY - chart.getBoundingClientRect().top;
      const isShown = event.pointerType === "mouse" && y > 0 && y < height;
      button.current.hidden = !isShown;
      button.current.style.transform = `translate(${width - 2 * HALF_PX - 2}px, ${y - HALF_PX}px)`;
      button.current.dataset.y = String(y);
    };
    const hide = () => {
      if (button.current) button.current.hidden = true;
    };
    chart.addEventListener("pointermove", place);
    chart.addEventListener("pointerleave", hide);
    return () => {
      chart.removeEventListener("pointermove", place);
      chart.removeEventListener("pointerleave", hide);
    };
  }, [view]);
  return (
    <button
      ref={button}
      type="button"
      hidden
      // The keyboard's way is the menu key on the chart.
      tabIndex={-1}
      aria-label={t("open")}
      onClick={(event) => {
        const box = event.currentTarget.parentElement?.getBoundingClientRect();
        if (box) onPress({ x: event.clientX - box.left, y: Number(event.currentTarget.dataset.y) }, box);
      }}
      className="absolute top-0 left-0 z-10 grid size-6 place-items-center rounded border border-line-strong bg-raised text-text-2 hover:text-accent [&[hidden]]:hidden"
    >
      <Plus aria-hidden className="size-3" />
    </button>
  );
}
