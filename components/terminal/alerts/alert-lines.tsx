"use client";

import { useTranslations } from "next-intl";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import { LineFrame } from "@/components/terminal/chart/trading/line-frame";
import { TradeLineHandle } from "@/components/terminal/chart/trading/trade-line-handle";
import { showToast } from "@/components/terminal/notifications/toast-queue";
import { useAlerts } from "@/lib/client/alerts/use-alerts";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** The price alerts of the shown symbol as lines: dragged, or moved by keys, to another level. */
export function AlertLines({ view, instrument }: { view: ChartView; instrument: InstrumentDto }) {
  const t = useTranslations("alerts.line");
  const { alerts, change } = useAlerts();
  const waiting = (alerts ?? []).flatMap(({ id, status, condition }) =>
    status === "active" && condition.kind === "price" && condition.symbol === instrument.symbol
      ? [{ id, condition }]
      : [],
  );
  if (waiting.length === 0) return null;
  const move = async (id: string, level: string): Promise<string | null> => {
    try {
      await change(id, { level });
      return null;
    } catch (error) {
      const message = error instanceof Error ? error.message : t("failed");
      showToast((toast) => toast.error(t("failed"), { description: message }));
      return message;
    }
  };
  return (
    <LineFrame view={view}>
      {waiting.map(({ id, condition }) => (
        <TradeLineHandle
          key={id}
          line={{
            id: `alert ${id}`,
            tone: "alert",
            price: condition.level,
            label: t("label", { direction: condition.direction }),
            move: { kind: "alert" },
            end: null,
          }}
          view={view}
          instrument={instrument}
          onMove={(level) => move(id, level)}
        />
      ))}
    </LineFrame>
  );
}
