import "server-only";
import type { StoredAlert } from "@/lib/db/alerts/alert-row";
import type { StoredNotification } from "@/lib/db/alerts/notifications";
import type { AlertDto, NotificationDto } from "@/lib/schemas/trading/alerts";

/** An alert as its owner sees it. */
export function formatAlert(alert: StoredAlert): AlertDto {
  const toIso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  const { id, condition, isRepeating, byPush, byMail, note, fired } = alert;
  // The price path up to the end may still be walked, so the row expires later.
  const isOver = alert.status === "active" && alert.expiresMs !== null && alert.expiresMs <= Date.now();
  const status = isOver ? "expired" : alert.status;
  const choices = { isRepeating, expiresAt: toIso(alert.expiresMs), byPush, byMail, note };
  const createdAt = new Date(alert.createdMs).toISOString();
  return { id, condition, status, ...choices, fired, firedAt: toIso(alert.firedMs), createdAt };
}

/** A notification as its owner sees it. */
export function formatNotification(row: StoredNotification): NotificationDto {
  const { id, alertId, symbol, title, detail } = row;
  return {
    id,
    alertId,
    kind: row.kind as NotificationDto["kind"],
    symbol,
    title,
    detail,
    firedAt: row.firedAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
    isRead: row.readAt !== null,
  };
}
