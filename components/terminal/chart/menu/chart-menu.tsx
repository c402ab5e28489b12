"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { BellPlus } from "@/components/icons/lucide";
import { alertsSheet } from "@/components/terminal/alerts/alerts-sheet";
import type { ChartPress } from "@/components/terminal/chart/menu/use-chart-menu";
import { ChartOrderItems } from "@/components/terminal/chart/trading/chart-order-items";
import { showToast } from "@/components/terminal/notifications/toast-queue";
import { pickPrices } from "@/components/terminal/order/picked-price";
import { useConfirmation } from "@/components/terminal/order/use-confirmation";
import { useAlerts } from "@/lib/client/alerts/use-alerts";
import { formatFixed } from "@/lib/client/format";
import { usePortfolio } from "@/lib/client/portfolio/use-portfolio";
import type { InstrumentDto } from "@/lib/schemas/market/market";

const ITEM =
  "flex h-8 w-full items-center gap-2 whitespace-nowrap rounded px-2 text-left text-text-2 outline-none hover:bg-hover focus:bg-hover focus:text-text";

/** What a right press on the chart, or the + at its axis, offers: orders and alerts at that price. */
export function ChartMenu(props: { press: ChartPress; instrument: InstrumentDto; onClose: () => void }) {
  const { press, instrument, onClose } = props;
  const { symbol, priceScale } = instrument;
  const t = useTranslations("alerts.chart");
  const order = useTranslations("chart.order");
  const { create } = useAlerts();
  const { snapshot } = usePortfolio();
  const { ask, question } = useConfirmation("chartOrder", onClose);
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    menu.current?.querySelector("button")?.focus();
    const closeOutside = (event: PointerEvent) => {
      // While the question is asked there is no menu.
      if (menu.current && !menu.current.contains(event.target as Node)) onClose();
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
  const choose = (act: () => void) => () => {
    onClose();
    act();
  };
  if (question) return question;
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
      {snapshot && !snapshot.locked && (
        <ChartOrderItems
          price={press.price}
          listed={instrument}
          portfolio={snapshot}
          itemClass={ITEM}
          onAsk={ask}
        />
      )}
      <button
        type="button"
        role="menuitem"
        className={ITEM}
        onClick={choose(() => pickPrices({ symbol, price: press.price }))}
      >
        {order("toForm")}
      </button>
      <button type="button" role="menuitem" className={ITEM} onClick={make}>
        <BellPlus aria-hidden className="size-3.5" />
        {t("at", { price: formatFixed(press.price, priceScale) })}
      </button>
      <button
        type="button"
        role="menuitem"
        className={ITEM}
        onClick={choose(() => alertsSheet.open({ symbol, level: press.price }))}
      >
        {t("more")}
      </button>
    </div>
  );
}
