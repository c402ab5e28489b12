import "server-only";
import { randomUUID } from "node:crypto";
import type { AlertCondition, AlertStatus } from "@/lib/core/alerts/alert";
import type { AlertSide } from "@/lib/core/alerts/walk-price-alert";
import { formatDecimal, type Price } from "@/lib/core/decimal";
import { decodeAlert, type StoredAlert } from "@/lib/db/alerts/alert-row";
import { getDb } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

/** What the owner of an alert chooses. */
export type AlertChoices = {
  condition: AlertCondition;
  isRepeating: boolean;
  expiresMs: number | null;
  byPush: boolean;
  byMail: boolean;
  note: string;
};

/** The state in which an alert begins to wait. */
export type TriggerState = {
  side: AlertSide;
  riseAt: Price | null;
  fallAt: Price | null;
  afterMs: number;
  afterSeq: number | null;
};

/** Finished alerts that stay listed for each user. */
const KEPT_FINISHED = 100;

/** A process that ends between storing and arming leaves it to the sweep after this time, ms. */
const ARM_WITHIN_MS = 5_000;

const UNFINISHED = { status: { in: ["active", "paused"] } };

/**
 * Stores a new alert that does not wait for anything yet, unless its owner has `limit` unfinished ones.
 * Counted and inserted under a lock of the owner's row.
 */
export async function insertAlert(
  userId: string,
  choices: AlertChoices,
  limit: number,
): Promise<StoredAlert | null> {
  const { condition, expiresMs, ...rest } = choices;
  const now = Date.now();
  return getDb().$transaction(async (tx) => {
    if (await isAtLimit(tx, userId, limit)) return null;
    const finished = { userId, NOT: UNFINISHED };
    const old = await tx.alert.findMany({
      where: finished,
      orderBy: { createdAt: "desc" },
      skip: KEPT_FINISHED,
      select: { id: true },
    });
    if (old.length > 0)
      await tx.alert.deleteMany({ where: { ...finished, id: { in: old.map(({ id }) => id) } } });
    const row = await tx.alert.create({
      data: {
        userId,
        id: randomUUID(),
        ...rest,
        ...toColumns(condition),
        afterAt: new Date(now),
        rearmAt: new Date(now + ARM_WITHIN_MS),
        expiresAt: expiresMs === null ? null : new Date(expiresMs),
      },
    });
    return decodeAlert(row);
  });
}

/**
 * Changes an alert and lets it wait for nothing until it is active again; with `status` "paused" it stays so. A finished
 * one counts again, so that it is changed only while its owner has fewer than `limit` unfinished ones.
 * @returns the alert, or null if it has changed since it was read
 */
export async function resetAlert(
  alert: Pick<StoredAlert, "userId" | "id" | "version" | "status">,
  changes: AlertChoices & { status: AlertStatus },
  limit: number,
): Promise<StoredAlert | null | "limit"> {
  const { condition, expiresMs, ...rest } = changes;
  const { userId, id, version } = alert;
  const isActive = changes.status === "active";
  const isUnfinished = UNFINISHED.status.in.includes(alert.status);
  return getDb().$transaction(async (tx) => {
    if (!isUnfinished && (await isAtLimit(tx, userId, limit))) return "limit";
    const [row] = await tx.alert.updateManyAndReturn({
      where: { userId, id, version },
      data: {
        ...rest,
        ...toColumns(condition),
        expiresAt: expiresMs === null ? null : new Date(expiresMs),
        riseAt: null,
        fallAt: null,
        side: null,
        isMet: false,
        rearmAt: isActive ? new Date(Date.now() + ARM_WITHIN_MS) : null,
        version: { increment: 1 },
      },
    });
    return row ? decodeAlert(row) : null;
  });
}

/** Whether a user has `limit` unfinished alerts; until the transaction ends, no other one of the user adds any. */
async function isAtLimit(tx: Prisma.TransactionClient, userId: string, limit: number): Promise<boolean> {
  await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${userId} FOR UPDATE`;
  return (await tx.alert.count({ where: { userId, ...UNFINISHED } })) >= limit;
}

/**
 * Changes what its owner chose about an alert, and nothing about what it waits for.
 * @returns the alert, or null if it has changed since `version` was read
 */
export async function updateChoices(
  { userId, id, version }: Pick<StoredAlert, "userId" | "id" | "version">,
  { expiresMs, isRepeating, byPush, byMail, note }: Omit<AlertChoices, "condition">,
): Promise<StoredAlert | null> {
  const expiresAt = expiresMs === null ? null : new Date(expiresMs);
  const rows = await getDb().alert.updateManyAndReturn({
    where: { userId, id, version },
    data: { isRepeating, byPush, byMail, note, expiresAt, version: { increment: 1 } },
  });
  return rows[0] ? decodeAlert(rows[0]) : null;
}

/** Lets a stored alert wait. An alert that has changed meanwhile is left as it is. */
export async function activateAlert(
  { userId, id, version }: Pick<StoredAlert, "userId" | "id" | "version">,
  { riseAt, fallAt, afterMs, ...state }: TriggerState,
): Promise<void> {
  const toText = (price: Price | null) => (price === null ? null : formatDecimal(price));
  await getDb().alert.updateMany({
    where: { userId, id, version, status: "active" },
    data: {
      ...state,
      riseAt: toText(riseAt),
      fallAt: toText(fallAt),
      afterAt: new Date(afterMs),
      rearmAt: null,
      version: { increment: 1 },
    },
  });
}

/** A user's alerts: unfinished ones first, then the newest; at most `limit`. */
export async function listAlerts(userId: string, limit: number): Promise<StoredAlert[]> {
  const rows = await getDb().alert.findMany({
    where: { userId },
    orderBy: [{ status: "asc" }, { createdAt: "desc" }],
    take: limit,
  });
  return rows.map(decodeAlert);
}

/** One alert of a user; null when it does not exist or belongs to another user. */
export async function findAlert(userId: string, id: string): Promise<StoredAlert | null> {
  const row = await getDb().alert.findUnique({ where: { userId_id: { userId, id } } });
  return row && decodeAlert(row);
}

/** Deletes a user's alert. @returns whether there was one */
export async function deleteAlert(userId: string, id: string): Promise<boolean> {
  return (await getDb().alert.deleteMany({ where: { userId, id } })).count > 0;
}

function toColumns(condition: AlertCondition) {
  return {
    condition,
    kind: condition.kind,
    symbol: "symbol" in condition ? condition.symbol : null,
    portfolioId: "portfolioId" in condition ? condition.portfolioId : null,
    level: condition.kind === "price" ? condition.level : null,
  };
}
