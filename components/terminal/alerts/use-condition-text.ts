"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { INTERVAL_TEXT } from "@/components/terminal/chart/chart-intervals";
import { groupDigits } from "@/lib/core/alerts/group-digits";
import type { AlertDto } from "@/lib/schemas/trading/alerts";

/** Describes the condition of an alert in a few words. */
export function useConditionText(): (condition: AlertDto["condition"]) => string {
  const t = useTranslations("alerts");
  return useCallback(
    (condition) => {
      switch (condition.kind) {
        case "price":
          return t("condition.price", { ...condition, level: groupDigits(condition.level) });
        case "move": {
          const window = t(`field.windows.${condition.windowMinutes}`);
          return t("condition.move", { ...condition, window });
        }
        case "indicator": {
          const { symbol, length, direction } = condition;
          const common = {
            symbol,
            length: String(length),
            direction,
            indicator: condition.indicator.toUpperCase(),
            interval: INTERVAL_TEXT[condition.interval],
          };
          return condition.level === null
            ? t("condition.average", common)
            : t("condition.rsi", { ...common, level: groupDigits(condition.level) });
        }
        case "liquidation":
          return t("condition.liquidation", { percent: condition.percent });
        case "headroom":
          return t("condition.headroom", { amount: groupDigits(condition.amount) });
        case "funding":
          return t("condition.funding", { minutes: condition.minutes });
        case "fill":
          return t("condition.fill");
      }
    },
    [t],
  );
}
