import "server-only";
import type { AlertDecision } from "@/lib/core/alerts/decide-alert";
import { formatDecimal } from "@/lib/core/decimal";
import type { WaitingAlert } from "@/lib/db/alerts/alert-row";
import type { AlertKey } from "@/lib/db/alerts/triggered-alerts";
import { getPool } from "@/lib/db/client";

/** A decision about an alert, and the version that it was made on. */
export type DecidedAlert = {
  alert: Pick<WaitingAlert, "userId" | "id" | "version" | "condition" | "note">;
  decision: AlertDecision;
};

/** A decision with the text of its notification; null where it does not fire. */
type WrittenAlert = DecidedAlert & { text: { title: string; detail: string } | null };

/**
 * Writes decisions with the notifications of those that fire, in one statement. An alert that has changed
 * since it was read is left out. @returns the keys of those that were written
 */
export async function saveAlerts(decided: readonly WrittenAlert[]): Promise<AlertKey[]> {
  if (decided.length === 0) return [];
  const { rows } = await getPool().query<{ owner: string; alert: string }>({
    name: "save-alerts",
    text: "SELECT owner, alert FROM save_alerts($1)",
    values: [JSON.stringify(decided.map(encode))],
  });
  return rows.map(({ owner, alert }) => ({ userId: owner, id: alert }));
}

/** A row of the statement; an absent field is null there. */
function encode({ alert, decision, text }: WrittenAlert) {
  const { firing } = decision;
  const at = (ms: number | null | undefined) => (ms == null ? undefined : new Date(ms).toISOString());
  return {
    userId: alert.userId,
    id: alert.id,
    version: alert.version,
    status: decision.status,
    side: decision.side ?? undefined,
    riseAt: decision.riseAt === null ? undefined : formatDecimal(decision.riseAt),
    fallAt: decision.fallAt === null ? undefined : formatDecimal(decision.fallAt),
    isMet: decision.isMet,
    afterAt: at(decision.afterMs),
    afterSeq: decision.afterSeq ?? undefined,
    rearmAt: at(decision.rearmMs),
    firedAt: at(firing?.atMs),
    title: text?.title,
    detail: text?.detail,
    about: firing?.about ?? undefined,
  };
}
