import "server-only";
import { assertChoices, limitReached } from "@/lib/alerts/create-alert";
import { formatAlert } from "@/lib/alerts/format-alert";
import { startWaiting } from "@/lib/alerts/start-waiting";
import { type AlertCondition, MAX_ALERTS } from "@/lib/core/alerts/alert";
import type { StoredAlert } from "@/lib/db/alerts/alert-row";
import { findAlert, resetAlert, updateChoices } from "@/lib/db/alerts/alerts";
import { AppError } from "@/lib/schemas/api-error";
import type { AlertDto, ChangeAlert } from "@/lib/schemas/trading/alerts";

/** How often a change is tried again when the alert fires meanwhile. */
const MAX_ATTEMPTS = 3;

/** One alert of a user. @throws AppError `not_found` */
export async function readAlert(userId: string, id: string): Promise<AlertDto> {
  return formatAlert(await requireAlert(userId, id));
}

/**
 * Changes an alert. One whose level is moved, or that is started again, waits again from then on: what
 * happened before has no effect.
 *
 * @throws AppError `not_found`, `bad_request`, `email_not_verified`, `alert_limit_reached`,
 * `service_unavailable`
 */
export async function changeAlert(userId: string, id: string, body: ChangeAlert): Promise<AlertDto> {
  await assertChoices(userId, body);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const changed = await tryChange(await requireAlert(userId, id), body);
    if (changed !== null) return formatAlert(changed);
  }
  throw new AppError("service_unavailable", "The alert changed at the same time. Try again.");
}

/** @returns null when the alert has changed since it was read */
async function tryChange(alert: StoredAlert, body: ChangeAlert): Promise<StoredAlert | null> {
  const { isActive, level, expiresAt } = body;
  const choices = {
    isRepeating: body.isRepeating ?? alert.isRepeating,
    byPush: body.byPush ?? alert.byPush,
    byMail: body.byMail ?? alert.byMail,
    note: body.note ?? alert.note,
    expiresMs: expiresAt === undefined ? alert.expiresMs : expiresAt === null ? null : Date.parse(expiresAt),
  };
  if (isActive === undefined && level === undefined) return updateChoices(alert, choices);
  const isPaused = isActive === undefined ? alert.status === "paused" : !isActive;
  const condition = level === undefined ? alert.condition : moveLevel(alert.condition, level);
  const status = isPaused ? "paused" : "active";
  const changed = await resetAlert(alert, { ...choices, condition, status }, MAX_ALERTS);
  if (changed === "limit") throw limitReached();
  if (changed?.status === "active") await startWaiting(changed);
  return changed;
}

async function requireAlert(userId: string, id: string): Promise<StoredAlert> {
  const alert = await findAlert(userId, id);
  if (alert === null) throw new AppError("not_found", "There is no such alert.");
  return alert;
}

function moveLevel(condition: AlertCondition, level: string): AlertCondition {
  if (condition.kind !== "price")
    throw new AppError("bad_request", "Only a price alert has a level.", { field: "level" });
  return { ...condition, level };
}
