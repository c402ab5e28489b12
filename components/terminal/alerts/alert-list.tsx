"use client";

import { useTranslations } from "next-intl";
import { useConditionText } from "@/components/terminal/alerts/use-condition-text";
import { showToast } from "@/components/terminal/notifications/toast-queue";
import { Button } from "@/components/ui/button";
import type { AlertList as Alerts } from "@/lib/client/alerts/use-alerts";
import { formatMinute } from "@/lib/client/format";
import type { AlertDto } from "@/lib/schemas/trading/alerts";

/** The user's alerts, each paused, started again or deleted. */
export function AlertList({ list }: { list: Alerts }) {
  const t = useTranslations("alerts.list");
  const { alerts, error } = list;
  const run = (action: () => Promise<void>) => {
    action().catch((rejected: Error) =>
      showToast((toast) => toast.error(t("failed"), { description: rejected.message })),
    );
  };
  if (alerts === null) return <p className="text-text-3">{error ?? t("loading")}</p>;
  if (alerts.length === 0) return <p className="text-text-3">{t("none")}</p>;
  return (
    <ul aria-label={t("label")} className="grid">
      {alerts.map((alert) => (
        <AlertRow
          key={alert.id}
          alert={alert}
          onToggle={(isActive) => run(() => list.change(alert.id, { isActive }))}
          onDelete={() => run(() => list.remove(alert.id))}
        />
      ))}
    </ul>
  );
}

function AlertRow(props: { alert: AlertDto; onToggle: (isActive: boolean) => void; onDelete: () => void }) {
  const { alert } = props;
  const t = useTranslations("alerts.list");
  const describe = useConditionText();
  const text = describe(alert.condition);
  const isActive = alert.status === "active";
  const facts = [
    t(`status.${alert.status}`),
    alert.isRepeating ? t("repeating") : null,
    alert.expiresAt && isActive ? t("until", { time: formatMinute(Date.parse(alert.expiresAt)) }) : null,
    alert.firedAt ? t("fired", { time: formatMinute(Date.parse(alert.firedAt)) }) : null,
  ].filter((fact) => fact !== null);
  return (
    <li className="flex items-center gap-2 border-b py-1.5 last:border-0">
      <div className="min-w-0 flex-1">
        <p className={isActive ? "text-text" : "text-text-2"}>{text}</p>
        <p className="text-text-3">
          {facts.join(" · ")}
          {alert.note && ` · ${alert.note}`}
        </p>
      </div>
      <Button
        variant="outline"
        size="tight"
        aria-label={t(isActive ? "pauseAlert" : "startAlert", { alert: text })}
        onClick={() => props.onToggle(!isActive)}
      >
        {t(isActive ? "pause" : "start")}
      </Button>
      <Button
        variant="outline"
        size="tight"
        aria-label={t("deleteAlert", { alert: text })}
        onClick={props.onDelete}
      >
        {t("delete")}
      </Button>
    </li>
  );
}
