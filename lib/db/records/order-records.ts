import "server-only";
import { type Decimal, type Money, type Price, parseDecimal, parsePrice, type Qty } from "@/lib/core/decimal";
import type {
  OrderKind,
  OrderPurpose,
  Protection,
  Side,
  StopRequest,
  TimeInForce,
  TriggerBy,
} from "@/lib/core/engine/orders/order";
import type { OrderStatus } from "@/lib/core/engine/orders/order-status";
import { isHedged } from "@/lib/core/engine/state/hedge";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { getPool } from "@/lib/db/client";

/** A stored order, open or ended, with the id that a program gave it. */
export type OrderRecord = {
  id: string;
  orderLinkId: string | null;
  symbol: string;
  /** Whether its symbol is in hedge mode now. */
  isHedged: boolean;
  side: Side;
  kind: OrderKind;
  status: OrderStatus;
  qty: Qty;
  filled: Qty;
  filledValue: Money;
  fees: Money;
  price: Price | null;
  trigger: StopRequest | null;
  trail: { distance: Price; activation: Price | null } | null;
  timeInForce: TimeInForce;
  reduceOnly: boolean;
  purpose: OrderPurpose;
  attached: Protection;
  acceptedAtMs: number;
  acceptedSeq: number;
  updatedAtMs: number;
  reason: string | null;
};

/** Which orders to find. Left out: no condition. `uuid` is the wire's id, `ids` are the product's own. */
export type OrderFilter = {
  ids?: readonly string[] | undefined;
  uuid?: string | undefined;
  link?: string | undefined;
  symbol?: string | undefined;
  isOpen?: boolean | undefined;
  /** Whether its kind has a trigger or a trail. */
  isConditional?: boolean | undefined;
  statuses?: readonly string[] | undefined;
  beforeSeq?: number | undefined;
  fromMs?: number | undefined;
  untilMs?: number | undefined;
  limit: number;
};

/** The same id as `lib/v5/wire/order-uuid.ts` derives. */
const DERIVED_NAME = `o."portfolioId" || ':' || CASE
  WHEN o."clientOrderId" ~ '^(stop|target):.'
    THEN split_part(o."clientOrderId", ':', 1) || ':' || split_part(o."clientOrderId", ':', 2)
  ELSE o."clientOrderId" END`;
const DERIVED_UUID = `overlay(overlay(md5(${DERIVED_NAME}) placing '3' from 13) placing '8' from 17)::uuid::text`;

const CONDITIONS: { [K in Exclude<keyof OrderFilter, "limit">]-?: (value: string) => string } = {
  ids: (value) => `o."clientOrderId" = ANY(${value})`,
  uuid: (value) => `(o."clientOrderId" = ${value} OR ${DERIVED_UUID} = ${value})`,
  link: (value) => `l."orderLinkId" = ${value}`,
  symbol: (value) => `o."symbol" = ${value}`,
  isOpen: (value) => `(o."endedAt" IS NULL) = ${value}`,
  isConditional: (value) => `(o."kind" NOT IN ('market', 'limit')) = ${value}`,
  statuses: (value) => `o."status" = ANY(${value})`,
  beforeSeq: (value) => `o."acceptedSeq" < ${value}`,
  fromMs: (value) => `o."acceptedAt" >= to_timestamp(${value}::float8 / 1000)`,
  untilMs: (value) => `o."acceptedAt" <= to_timestamp(${value}::float8 / 1000)`,
};

/** Orders of a portfolio, newest first. */
export async function findOrderRecords(portfolioId: string, filter: OrderFilter): Promise<OrderRecord[]> {
  const values: unknown[] = [portfolioId, filter.limit];
  const conditions = Object.entries(CONDITIONS).flatMap(([name, build]) => {
    const value = filter[name as keyof typeof CONDITIONS];
    if (value === undefined) return [];
    values.push(value);
    return [build(`$${values.length}`)];
  });
  const { rows } = await getPool().query<Row>(
    `SELECT o.*, o."attached"::text AS "attached", l."orderLinkId", p."hedge" FROM "Order" o
      JOIN "Portfolio" p ON p."id" = o."portfolioId"
      LEFT JOIN "OrderLink" l ON l."portfolioId" = o."portfolioId" AND l."clientOrderId" = o."clientOrderId"
      WHERE ${['o."portfolioId" = $1', ...conditions].join(" AND ")} ORDER BY o."acceptedSeq" DESC LIMIT $2`,
    values,
  );
  return rows.map(toRecord);
}

type Row = {
  clientOrderId: string;
  orderLinkId: string | null;
  symbol: string;
  side: Side;
  kind: OrderKind;
  status: OrderStatus;
  qty: string;
  filled: string;
  filledValue: string;
  fees: string;
  price: string | null;
  triggerPrice: string | null;
  triggerBy: TriggerBy | null;
  trailDistance: string | null;
  trailActivation: string | null;
  timeInForce: TimeInForce;
  reduceOnly: boolean;
  purpose: OrderPurpose;
  attached: string | null;
  hedge: PortfolioState["hedge"];
  lastMatchedAt: Date | null;
  acceptedAt: Date;
  acceptedSeq: number;
  endedAt: Date | null;
  reason: string | null;
};

function toRecord(row: Row): OrderRecord {
  const { symbol, side, kind, status, timeInForce, reduceOnly, purpose, acceptedSeq, reason } = row;
  const acceptedAtMs = row.acceptedAt.getTime();
  return {
    id: row.clientOrderId,
    orderLinkId: row.orderLinkId,
    symbol,
    isHedged: isHedged(row, symbol),
    side,
    kind,
    status,
    qty: parseDecimal(row.qty) as Qty,
    filled: parseDecimal(row.filled) as Qty,
    filledValue: parseDecimal(row.filledValue) as Money,
    fees: parseDecimal(row.fees) as Money,
    price: toPrice(row.price),
    trigger:
      row.triggerPrice === null ? null : { price: parsePrice(row.triggerPrice), by: row.triggerBy ?? "last" },
    trail:
      row.trailDistance === null
        ? null
        : { distance: parsePrice(row.trailDistance), activation: toPrice(row.trailActivation) },
    timeInForce,
    reduceOnly,
    purpose,
    attached: readAttached(row.attached),
    acceptedAtMs,
    acceptedSeq,
    updatedAtMs: row.endedAt?.getTime() ?? Math.max(acceptedAtMs, row.lastMatchedAt?.getTime() ?? 0),
    reason,
  };
}

function toPrice(text: string | null): Price | null {
  return text === null ? null : (parseDecimal(text) as Decimal as Price);
}

type StoredStop = { price: string; by: TriggerBy } | null;
type StoredPart = { stopLimit: string | null; targetLimit: string | null };

function readAttached(text: string | null): OrderRecord["attached"] {
  const stored = JSON.parse(text ?? "{}") as {
    stopLoss?: StoredStop;
    takeProfit?: StoredStop;
    part?: StoredPart;
  };
  const read = (stop: StoredStop | undefined) =>
    stop ? { price: parsePrice(stop.price), by: stop.by } : null;
  const { part } = stored;
  return {
    stopLoss: read(stored.stopLoss),
    takeProfit: read(stored.takeProfit),
    ...(part && { part: { stopLimit: toPrice(part.stopLimit), targetLimit: toPrice(part.targetLimit) } }),
  };
}
