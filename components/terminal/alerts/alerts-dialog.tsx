"use client";

import { useTranslations } from "next-intl";
import { AlertForm } from "@/components/terminal/alerts/alert-form";
import { AlertList } from "@/components/terminal/alerts/alert-list";
import { type AlertDraft, alertsSheet } from "@/components/terminal/alerts/alerts-sheet";
import { PushSwitch } from "@/components/terminal/alerts/push-switch";
import { Dialog } from "@/components/ui/dialog";
import { useAlerts } from "@/lib/client/alerts/use-alerts";

/** The user's alerts: a form for a new one, the list, and whether this browser gets push messages. */
export function AlertsDialog({ draft }: { draft: AlertDraft }) {
  const t = useTranslations("alerts");
  const list = useAlerts();
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && alertsSheet.close()}
      title={t("title")}
      description={t("description")}
      className="max-w-2xl"
    >
      <div className="grid gap-4 p-4 text-xs">
        <AlertForm draft={draft} onCreate={list.create} />
        <PushSwitch />
        <AlertList list={list} />
      </div>
    </Dialog>
  );
}
