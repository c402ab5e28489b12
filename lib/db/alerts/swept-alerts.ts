import "server-only";
import { ALERT_COLUMNS, type AlertRow, decodeAlert, type StoredAlert } from "@/lib/db/alerts/alert-row";
import { getPool } from "@/lib/db/client";

const COLUMNS = ALERT_COLUMNS.map((column) => `a."${column}"`).join(", ");
const WAITING = `a."status" = 'active' AND a."rearmAt" IS NULL`;
/** Alerts of one kind in one sweep; the next one evaluates the rest. */
const LIMIT = 5_000;
/** The path up to an alert's end may be walked this much later, ms. */
const EXPIRE_AFTER_MS = 86_400_000;

/** A float price by symbol, for finding candidates only. */
export type FloatMarks = Readonly<Record<string, number>>;

/** Lets repeating alerts wait again whose quiet time is over, and new ones whose process died. */
export async function reactivateAlerts(now: Date): Promise<number> {
  const { rowCount } = await getPool().query(
    `UPDATE "Alert" SET "rearmAt" = NULL, "side" = NULL, "version" = "version" + 1,
      "riseAt" = CASE WHEN "kind" = 'price' THEN "level" END, "fallAt" = CASE WHEN "kind" = 'price' THEN "level" END,
      "afterAt" = greatest("afterAt", "rearmAt")
     WHERE "rearmAt" <= $1 AND "status" = 'active'`,
    [now],
  );
  return rowCount ?? 0;
}

/** Ends alerts whose time is over. */
export async function expireAlerts(now: Date): Promise<number> {
  const { rowCount } = await getPool().query(
    `UPDATE "Alert" SET "status" = 'expired', "riseAt" = NULL, "fallAt" = NULL, "rearmAt" = NULL,
      "version" = "version" + 1
     WHERE "status" = 'active' AND "expiresAt" <= $1`,
    [new Date(now.getTime() - EXPIRE_AFTER_MS)],
  );
  return rowCount ?? 0;
}

/** The symbols and windows in which moves are watched, with the smallest percentage that is waited for. */
export async function listMoveGroups(): Promise<
  { symbol: string; windowMinutes: number; leastPercent: number }[]
> {
  const { rows } = await getPool().query<{ symbol: string; windowMinutes: number; leastPercent: number }>(
    `SELECT a."symbol", (a."condition" ->> 'windowMinutes')::int AS "windowMinutes",
      min((a."condition" ->> 'percent')::float8) AS "leastPercent"
     FROM "Alert" a WHERE a."kind" = 'move' AND ${WAITING} GROUP BY 1, 2`,
  );
  return rows;
}

/** Lowest and highest mark of a symbol in a window; null where none was recorded. */
export async function findWindowRange(
  symbol: string,
  window: { from: Date; to: Date },
): Promise<{ low: string; high: string } | null> {
  const { rows } = await getPool().query<{ low: string | null; high: string | null }>(
    `SELECT r."lowest"::text AS low, r."highest"::text AS high FROM find_price_range($1, $2, $3) r`,
    [symbol, window.from, window.to],
  );
  const [range] = rows;
  return range?.low && range.high ? { low: range.low, high: range.high } : null;
}

/** Move alerts of a group that wait for at most `percent`, each with the range since it waits. */
export async function findMoveAlerts(
  group: { symbol: string; windowMinutes: number },
  options: { percent: number; from: Date; to: Date },
): Promise<{ alert: StoredAlert; low: string; high: string }[]> {
  const { rows } = await getPool().query<AlertRow & { low: string | null; high: string | null }>(
    `SELECT ${COLUMNS}, r."lowest"::text AS low, r."highest"::text AS high
     FROM "Alert" a CROSS JOIN LATERAL find_price_range(a."symbol", greatest(a."afterAt", $4), $5) r
     WHERE a."kind" = 'move' AND a."symbol" = $1 AND ${WAITING}
      AND (a."condition" ->> 'windowMinutes')::int = $2 AND (a."condition" ->> 'percent')::float8 <= $3
     LIMIT ${LIMIT}`,
    [group.symbol, group.windowMinutes, options.percent, options.from, options.to],
  );
  return rows.flatMap((row) =>
    row.low && row.high ? [{ alert: decodeAlert(row), low: row.low, high: row.high }] : [],
  );
}

/**
 * Alerts about a liquidation that may have to be decided: met ones, and those with a position that may be
 * near. Cross positions are always candidates, since their liquidation depends on the account.
 */
export function findLiquidationAlerts(marks: FloatMarks): Promise<StoredAlert[]> {
  return query(
    `a."kind" = 'liquidation' AND (a."isMet" OR EXISTS (
      SELECT 1 FROM "Position" p WHERE p."portfolioId" = a."portfolioId" AND (p."liquidationPrice" IS NULL OR
        abs(($1::jsonb ->> p."symbol")::float8 - p."liquidationPrice"::float8) * 100
          <= ($1::jsonb ->> p."symbol")::float8 * (a."condition" ->> 'percent')::float8 * 1.01)))`,
    [JSON.stringify(marks)],
  );
}

/** Alerts about headroom that may have to be decided: met ones, and those whose equity may be near a limit. */
export function findHeadroomAlerts(marks: FloatMarks): Promise<StoredAlert[]> {
  return query(
    `a."kind" = 'headroom' AND (a."isMet" OR EXISTS (
      SELECT 1 FROM "ChallengeThreshold" w CROSS JOIN LATERAL (
        SELECT coalesce(sum(coalesce(l."qty" * ($1::jsonb ->> l."symbol")::float8 - l."cost", 0)), 0) AS "profit"
        FROM unnest(w."symbols", w."qtys", w."costs") AS l("symbol", "qty", "cost")
      ) e
      WHERE w."portfolioId" = a."portfolioId"
        AND w."balance" + e."profit" - w."below" <= (a."condition" ->> 'amount')::float8 * 1.01))`,
    [JSON.stringify(marks)],
  );
}

/** Alerts about funding with a position in a symbol that is charged in at most their minutes. */
export async function findFundingAlerts(
  minutesLeft: FloatMarks,
): Promise<{ alert: StoredAlert; symbols: string[] }[]> {
  const { rows } = await getPool().query<AlertRow & { symbols: string[] }>(
    `SELECT ${COLUMNS}, s."symbols" FROM "Alert" a CROSS JOIN LATERAL (
       SELECT array_agg(DISTINCT p."symbol" ORDER BY p."symbol") AS "symbols" FROM "Position" p
       WHERE p."portfolioId" = a."portfolioId"
         AND ($1::jsonb ->> p."symbol")::float8 <= (a."condition" ->> 'minutes')::float8
     ) s
     WHERE a."kind" = 'funding' AND ${WAITING} AND s."symbols" IS NOT NULL LIMIT ${LIMIT}`,
    [JSON.stringify(minutesLeft)],
  );
  return rows.map((row) => ({ alert: decodeAlert(row), symbols: row.symbols }));
}

/** A fill that an alert has not seen: the newest one, with the number of fills. */
export type UnseenFill = {
  seq: number;
  count: number;
  symbol: string;
  side: string;
  qty: string;
  price: string;
};

/** Alerts about fills whose portfolio has grown, with the newest fill that they have not seen, if any. */
export async function findFillAlerts(): Promise<
  { alert: StoredAlert; seq: number; fill: UnseenFill | null }[]
> {
  const { rows } = await getPool().query<AlertRow & { newest: number; fill: UnseenFill | null }>(
    `SELECT ${COLUMNS}, p."seq" AS "newest", (
       SELECT jsonb_build_object('seq', t."seq", 'count', count(*) OVER (), 'symbol', t."symbol", 'side', t."side",
         'qty', t."qty"::text, 'price', t."price"::text)
       FROM "Trade" t WHERE t."portfolioId" = a."portfolioId" AND t."seq" > a."afterSeq"
       ORDER BY t."seq" DESC LIMIT 1) AS "fill"
     FROM "Alert" a JOIN "Portfolio" p ON p."id" = a."portfolioId"
     WHERE a."kind" = 'fill' AND ${WAITING} AND p."seq" > coalesce(a."afterSeq", -1) LIMIT ${LIMIT}`,
  );
  return rows.map((row) => ({ alert: decodeAlert(row), seq: row.newest, fill: row.fill }));
}

/** Every waiting alert about an indicator. */
export function findIndicatorAlerts(): Promise<StoredAlert[]> {
  return query(`a."kind" = 'indicator'`, []);
}

async function query(where: string, values: unknown[]): Promise<StoredAlert[]> {
  const { rows } = await getPool().query<AlertRow>(
    `SELECT ${COLUMNS} FROM "Alert" a WHERE ${WAITING} AND ${where} LIMIT ${LIMIT}`,
    values,
  );
  return rows.map(decodeAlert);
}
