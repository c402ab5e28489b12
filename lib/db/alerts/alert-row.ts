import "server-only";
import type { AlertCondition, AlertStatus } from "@/lib/core/alerts/alert";
import type { AlertState } from "@/lib/core/alerts/decide-alert";
import type { AlertSide } from "@/lib/core/alerts/walk-price-alert";
import type { Alert } from "@/lib/db/generated/client";

/** An alert as a decision needs it: its key and version, and its state. */
export type WaitingAlert = AlertState & { userId: string; id: string; version: number };

/** A stored alert: what decisions need, and what its owner chose. */
export type StoredAlert = WaitingAlert & {
  status: AlertStatus;
  rearmMs: number | null;
  byPush: boolean;
  byMail: boolean;
  fired: number;
  firedMs: number | null;
  createdMs: number;
};

/** The columns of a row that an alert is read from. */
export type AlertRow = Omit<Alert, "kind" | "symbol" | "portfolioId" | "level" | "riseAt" | "fallAt">;

/** Those of them that a decision needs, for SQL. */
export const WAITING_COLUMNS = [
  "userId",
  "id",
  "version",
  "condition",
  "side",
  "isMet",
  "afterAt",
  "afterSeq",
  "isRepeating",
  "expiresAt",
  "note",
] as const satisfies readonly (keyof AlertRow)[];

/** All of them, for SQL. */
export const ALERT_COLUMNS = [
  ...WAITING_COLUMNS,
  "status",
  "rearmAt",
  "byPush",
  "byMail",
  "fired",
  "firedAt",
  "createdAt",
] as const satisfies readonly (keyof AlertRow)[];

/** Reads what a decision needs of a row. Conditions are written by this product alone, after validation. */
export function decodeWaitingAlert(row: Pick<AlertRow, (typeof WAITING_COLUMNS)[number]>): WaitingAlert {
  return {
    userId: row.userId,
    id: row.id,
    version: row.version,
    condition: row.condition as AlertCondition,
    side: row.side as AlertSide,
    isMet: row.isMet,
    afterMs: row.afterAt.getTime(),
    afterSeq: row.afterSeq,
    isRepeating: row.isRepeating,
    expiresMs: row.expiresAt?.getTime() ?? null,
    note: row.note,
  };
}

/** Reads a row; statuses are written by this product alone, too. */
export function decodeAlert(row: AlertRow): StoredAlert {
  return {
    ...decodeWaitingAlert(row),
    status: row.status as AlertStatus,
    rearmMs: row.rearmAt?.getTime() ?? null,
    byPush: row.byPush,
    byMail: row.byMail,
    fired: row.fired,
    firedMs: row.firedAt?.getTime() ?? null,
    createdMs: row.createdAt.getTime(),
  };
}
