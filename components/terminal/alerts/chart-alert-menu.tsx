"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { BellPlus } from "@/components/icons/lucide";
import { alertsSheet } from "@/components/terminal/alerts/alerts-sheet";
import { showToast } from "@/components/terminal/news/toast-queue";
import { useAlerts } from "@/lib/client/alerts/use-alerts";
import { formatFixed } from "@/lib/client/format";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** Where the chart was pressed, in px from its corner, and the price there. */
export type ChartPress = { x: number; y: number; price: string };

const ITEM =
  "flex h-8 w-full items-center gap-2 whitespace-nowrap rounded px-2 text-left text-text-2 outline-none hover:bg-hover focus:bg-hover focus:text-text";

/** What a right press on the chart offers: an alert at that price. */
export function ChartAlertMenu(props: { press: ChartPress; instrument: InstrumentDto; onClose: () => void }) {
  const { press, instrument, onClose } = props;
  const { symbol, priceScale } = instrument;
  const t = useTranslations("alerts.chart");
  const { create } = useAlerts();
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    menu.current?.querySelector("button")?.focus();
    const closeOutside = (event: PointerEvent) => {
      if (!menu.current?.contains(event.target as Node)) onClose();
    };
    window.addEventListener("pointerdown", closeOutside);
    return () => window.removeEventListener("pointerdown", closeOutside);
  }, [onClose]);
  const make = () => {
    onClose();
    const condition = { kind: "price", symbol, level: press.price, direction: "either" } as const;
    create({ condition }).catch((error: Error) =>
      showToast((toast) => toast.error(t("failed"), { description: error.message })),
    );
  };
  const edit = () => {
    onClose();
    alertsSheet.open({ symbol, level: press.price });
  };
  return (
    <div
      ref={menu}
      role="menu"
      aria-label={t("label")}
      tabIndex={-1}
      className="panel absolute z-20 grid border-line-strong p-1 text-xs shadow-xl"
      style={{ left: press.x, top: press.y }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <button type="button" role="menuitem" className={ITEM} onClick={make}>
        <BellPlus aria-hidden className="size-3.5" />
        {t("at", { price: formatFixed(press.price, priceScale) })}
      </button>
      <button type="button" role="menuitem" className={ITEM} onClick={edit}>
        {t("more")}
      </button>
    </div>
  );
}
