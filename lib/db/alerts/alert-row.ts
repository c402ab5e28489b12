import "server-only";
import type { AlertCondition, AlertStatus } from "@/lib/core/alerts/alert";
import type { AlertState } from "@/lib/core/alerts/decide-alert";
import type { AlertSide } from "@/lib/core/alerts/walk-price-alert";
import type { Alert } from "@/lib/db/generated/client";

/** A stored alert: its key and version, its state, and what its owner chose. */
export type StoredAlert = AlertState & {
  userId: string;
  id: string;
  version: number;
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

/** Those columns, for SQL. */
export const ALERT_COLUMNS = [
  "userId",
  "id",
  "version",
  "status",
  "condition",
  "side",
  "isMet",
  "afterAt",
  "afterSeq",
  "rearmAt",
  "isRepeating",
  "expiresAt",
  "note",
  "byPush",
  "byMail",
  "fired",
  "firedAt",
  "createdAt",
] as const satisfies readonly (keyof AlertRow)[];

/** Reads a row. Conditions and statuses are written by this product alone, after validation. */
export function decodeAlert(row: AlertRow): StoredAlert {
  return {
    userId: row.userId,
    id: row.id,
    version: row.version,
    status: row.status as AlertStatus,
    condition: row.condition as AlertCondition,
    side: row.side as AlertSide,
    isMet: row.isMet,
    afterMs: row.afterAt.getTime(),
    afterSeq: row.afterSeq,
    rearmMs: row.rearmAt?.getTime() ?? null,
    isRepeating: row.isRepeating,
    expiresMs: row.expiresAt?.getTime() ?? null,
    note: row.note,
    byPush: row.byPush,
    byMail: row.byMail,
    fired: row.fired,
    firedMs: row.firedAt?.getTime() ?? null,
    createdMs: row.createdAt.getTime(),
  };
}
