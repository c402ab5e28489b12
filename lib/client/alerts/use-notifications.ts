"use client";

import { useEffect, useSyncExternalStore } from "react";
import { fetchNotifications, markNotificationsRead } from "@/lib/client/alerts/alerts-api";
import { getNotificationStore } from "@/lib/client/alerts/notification-store";
import type { NotificationDto } from "@/lib/schemas/trading/alerts";

const NONE: readonly NotificationDto[] = [];

/** The user's notifications, newest first: the list is loaded once, the stream adds to it. */
export function useNotifications(): readonly NotificationDto[] {
  useEffect(() => {
    // Without the list the stream still brings what is unread.
    fetchNotifications()
      .then((found) => getNotificationStore().merge(found))
      .catch(() => {});
  }, []);
  return useSyncExternalStore(
    (listener) => getNotificationStore().subscribe(listener),
    () => getNotificationStore().read(),
    () => NONE,
  );
}

/** Marks all as read, here and on the server. */
export function markAlertsRead(): void {
  const through = getNotificationStore().markRead();
  // On failure they are unread again on the next page.
  if (through !== null) markNotificationsRead(through).catch(() => {});
}
