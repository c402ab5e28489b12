import "server-only";
import { formatPrice, formatRounded, parseDecimal, parseMoney, parseQty, priceOf } from "@/lib/core/decimal";
import type { Protection } from "@/lib/core/engine/orders/order";
import {
  openOrdersQuery,
  orderHistoryQuery,
  ordersQuery,
  overdueQuery,
  queuedOrdersQuery,
  type SeqPage,
} from "@/lib/db/admin/hot-queries";
import { getDb, getPool } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { shortenNumeric } from "@/lib/db/shorten-numeric";
import type { EndedOrderFilter } from "@/lib/schemas/trading/trading";
import type { OrderDto, StopDto } from "@/lib/schemas/trading/trading-responses";

/** One stored order, with the sequence of its acceptance, which is the cursor of a list. */
export type StoredOrder = { order: OrderDto; acceptedSeq: number };

/** Open orders of a portfolio, newest first. */
export function findOpenOrders(portfolioId: string): Promise<StoredOrder[]> {
  return readOrders(openOrdersQuery(portfolioId));
}

/** Final orders that pass the filter, newest first; only those accepted before `beforeSeq`, if given. */
export function findOrderHistory(
  portfolioId: string,
  page: SeqPage & EndedOrderFilter,
): Promise<StoredOrder[]> {
  return readOrders(orderHistoryQuery(portfolioId, page));
}

/** Orders of a portfolio by id, open or final; unknown ids are left out. */
export async function findOrders(
  portfolioId: string,
  clientOrderIds: readonly string[],
): Promise<OrderDto[]> {
  if (clientOrderIds.length === 0) return [];
  const stored = await readOrders(ordersQuery(portfolioId, clientOrderIds));
  return stored.map(({ order }) => order);
}

/**
 * An order's status; null when it is not stored. Runs for every delivery of the queue, therefore without the
 * ORM.
 */
export async function findOrderStatus(
  portfolioId: string,
  clientOrderId: string,
): Promise<{ status: string; symbol: string; acceptedAt: Date } | null> {
  const { rows } = await getPool().query<{ status: string; symbol: string; acceptedAt: Date }>({
    name: "order-status",
    text: `SELECT "status", "symbol", "acceptedAt" FROM "Order" WHERE "portfolioId" = $1 AND "clientOrderId" = $2`,
    values: [portfolioId, clientOrderId],
  });
  return rows[0] ?? null;
}

/** Queued market orders that were accepted before `acceptedBeforeMs`, oldest first, for the sweep. */
export async function findQueuedOrders(input: {
  acceptedBeforeMs: number;
  limit: number;
}): Promise<{ portfolioId: string; clientOrderId: string; acceptedAtMs: number }[]> {
  const acceptedBefore = new Date(input.acceptedBeforeMs);
  const rows = await getDb().$queryRaw<{ portfolioId: string; clientOrderId: string; acceptedAt: Date }[]>(
    queuedOrdersQuery({ acceptedBefore, limit: input.limit }),
  );
  return rows.map(({ acceptedAt, ...row }) => ({ ...row, acceptedAtMs: acceptedAt.getTime() }));
}

/** Portfolios with an expired open order, for the command `expire`; at most `limit`. */
export async function findOverduePortfolios(input: { nowMs: number; limit: number }): Promise<string[]> {
  const rows = await getDb().$queryRaw<{ portfolioId: string }[]>(
    overdueQuery({ now: new Date(input.nowMs), limit: input.limit }),
  );
  return [...new Set(rows.map((row) => row.portfolioId))];
}

type OrderRow = Pick<
  OrderDto,
  "portfolioId" | "clientOrderId" | "symbol" | "side" | "kind" | "status" | "timeInForce" | "reduceOnly"
> &
  Pick<OrderDto, "purpose" | "reason"> & {
    qty: string;
    filled: string;
    filledValue: string;
    fees: string;
    price: string | null;
    triggerPrice: string | null;
    triggerBy: StopDto["by"] | null;
    trailDistance: string | null;
    trailActivation: string | null;
    trailExtreme: string | null;
    attached: string | null;
    acceptedAt: Date;
    acceptedSeq: number;
    expiresAt: Date | null;
    endedAt: Date | null;
  };

async function readOrders(query: Prisma.Sql): Promise<StoredOrder[]> {
  const rows = await getDb().$queryRaw<OrderRow[]>(query);
  return rows.map((row) => ({ order: toOrderDto(row), acceptedSeq: row.acceptedSeq }));
}

function toOrderDto(row: OrderRow): OrderDto {
  const { portfolioId, clientOrderId, symbol, side, kind, status, timeInForce, reduceOnly, purpose } = row;
  const filled = parseQty(row.filled);
  const attached: { [K in keyof Protection]?: StopDto | null } = JSON.parse(row.attached ?? "{}");
  return {
    id: clientOrderId,
    clientOrderId,
    portfolioId,
    symbol,
    side,
    kind,
    status,
    qty: shortenNumeric(row.qty),
    filled: shortenNumeric(row.filled),
    averagePrice: filled === 0n ? null : formatPrice(priceOf(parseMoney(row.filledValue), filled)),
    price: shortenNumeric(row.price),
    trigger:
      row.triggerPrice === null
        ? null
        : { price: shortenNumeric(row.triggerPrice), by: row.triggerBy ?? "last" },
    trail:
      row.trailDistance === null
        ? null
        : {
            distance: shortenNumeric(row.trailDistance),
            activation: shortenNumeric(row.trailActivation),
            extreme: shortenNumeric(row.trailExtreme),
          },
    timeInForce,
    reduceOnly,
    stopLoss: attached.stopLoss ?? null,
    takeProfit: attached.takeProfit ?? null,
    fees: formatRounded(parseDecimal(row.fees)),
    purpose,
    reason: row.reason,
    acceptedAt: row.acceptedAt.toISOString(),
    expiresAt: kind === "market" ? null : (row.expiresAt?.toISOString() ?? null),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
