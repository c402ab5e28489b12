"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { showToast } from "@/components/terminal/notifications/toast-queue";
import { getNotificationStore } from "@/lib/client/alerts/notification-store";
import { playSound } from "@/lib/client/sounds";

/** Shows alerts as toasts as they fire; those of before the page was opened together in one. */
export function useAlertToasts(): void {
  const t = useTranslations("alerts.toast");
  useEffect(
    () =>
      getNotificationStore().subscribeNew(({ now, missed }) => {
        for (const { id, title, detail } of now) {
          showToast((toast) => toast.message(title, { id, description: detail, duration: 15_000 }));
        }
        if (now.length > 0) playSound("alert");
        const [newest] = missed;
        if (newest)
          showToast((toast) =>
            toast.message(t("missed", { count: missed.length }), { id: "missed", description: newest.title }),
          );
      }),
    [t],
  );
}
