"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { formatFixed } from "@/lib/client/format";
import { getTickStore } from "@/lib/client/market/tick-store";
import type { InstrumentDto } from "@/lib/schemas/market/market";

const EVERY_MS = 1_000;

/** Writes the price to the tab's title once a second, also in the background. */
export function TitlePrice({ instrument }: { instrument: InstrumentDto }) {
  const { symbol, priceScale } = instrument;
  const t = useTranslations("terminal.desk");
  useEffect(() => {
    const write = () => {
      const last = getTickStore().readTick(symbol)?.last;
      const title =
        last === undefined
          ? t("titlePlain", { symbol })
          : t("titlePrice", { symbol, price: formatFixed(last, priceScale) });
      if (document.title !== title) document.title = title;
    };
    write();
    const timer = setInterval(write, EVERY_MS);
    return () => clearInterval(timer);
  }, [symbol, priceScale, t]);
  return null;
}
