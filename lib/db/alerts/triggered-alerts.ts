import "server-only";
import { formatDecimal, type Price } from "@/lib/core/decimal";
import {
  type AlertRow,
  decodeWaitingAlert,
  WAITING_COLUMNS,
  type WaitingAlert,
} from "@/lib/db/alerts/alert-row";
import { getPool } from "@/lib/db/client";

/** The key of an alert. */
export type AlertKey = { userId: string; id: string };

const COLUMNS = WAITING_COLUMNS.map((column) => `a."${column}"`).join(", ");

/** Price alerts that a path of `symbol` from `low` to `high` may reach, each once. */
export async function findTriggeredAlerts(
  symbol: string,
  range: { low: Price; high: Price },
): Promise<AlertKey[]> {
  // As find-triggered-portfolios: the driver alone, and a named statement.
  const { rows } = await getPool().query<{ owner: string; alert: string }>({
    name: "find-triggered-alerts",
    text: "SELECT owner, alert FROM find_triggered_alerts($1, $2, $3)",
    values: [symbol, formatDecimal(range.low), formatDecimal(range.high)],
  });
  const byId = new Map(rows.map(({ owner, alert }) => [`${owner} ${alert}`, { userId: owner, id: alert }]));
  return [...byId.values()];
}

/** Those of the price alerts that wait for prices. */
export async function loadWaitingAlerts(keys: readonly AlertKey[]): Promise<WaitingAlert[]> {
  const { rows } = await getPool().query<AlertRow>({
    name: "load-waiting-alerts",
    text: `SELECT ${COLUMNS} FROM unnest($1::text[], $2::text[]) AS k("userId", "id")
      JOIN "Alert" a ON a."userId" = k."userId" AND a."id" = k."id"
      WHERE a."status" = 'active' AND (a."riseAt" IS NOT NULL OR a."fallAt" IS NOT NULL)`,
    values: [keys.map(({ userId }) => userId), keys.map(({ id }) => id)],
  });
  return rows.map(decodeWaitingAlert);
}
