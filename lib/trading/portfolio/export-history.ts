import "server-only";
import { requireExports } from "@/lib/db/queries/require-exports";
import { writeTable } from "@/lib/infra/write-table";
import { AppError } from "@/lib/schemas/api-error";
import type { EndedOrderFilter, FillFilter } from "@/lib/schemas/trading/trading";
import type { FillDto, OrderDto } from "@/lib/schemas/trading/trading-responses";
import { listFills, listOrderHistory, requirePortfolioId } from "@/lib/trading/portfolio/read-portfolio";

const PAGE = 1_000;
/** The longest export, in rows. */
const MAX_ROWS = 50_000;

type Columns<Row> = Record<string, (row: Row) => string | number | null>;
type OfPortfolio = { portfolioId?: string | undefined };

const ORDER_COLUMNS: Columns<OrderDto> = {
  acceptedAt: (order) => order.acceptedAt,
  endedAt: (order) => order.endedAt,
  orderId: (order) => order.id,
  symbol: (order) => order.symbol,
  side: (order) => order.side,
  kind: (order) => order.kind,
  status: (order) => order.status,
  reason: (order) => order.reason,
  qty: (order) => order.qty,
  filled: (order) => order.filled,
  price: (order) => order.price,
  triggerPrice: (order) => order.trigger?.price ?? null,
  averagePrice: (order) => order.averagePrice,
  fees: (order) => order.fees,
  timeInForce: (order) => order.timeInForce,
  reduceOnly: (order) => String(order.reduceOnly),
  purpose: (order) => order.purpose,
};

const FILL_COLUMNS: Columns<FillDto> = {
  at: (fill) => fill.at,
  orderId: (fill) => fill.orderId,
  symbol: (fill) => fill.symbol,
  side: (fill) => fill.side,
  positionSide: (fill) => fill.positionSide,
  qty: (fill) => fill.qty,
  price: (fill) => fill.price,
  fee: (fill) => fill.fee,
  realised: (fill) => fill.realised,
  liquidity: (fill) => fill.liquidity,
  purpose: (fill) => fill.purpose,
  mark: (fill) => fill.mark,
  midPrice: (fill) => fill.midPrice,
  latencyMs: (fill) => fill.latencyMs,
};

/**
 * All ended orders that pass the filter as CSV, newest first. @throws AppError `forbidden` if the tier has no
 * exports, `not_found`, or `bad_request` beyond the longest export
 */
export async function exportOrderHistory(
  userId: string,
  filter: EndedOrderFilter & OfPortfolio,
): Promise<string> {
  const portfolioId = await requirePortfolioId(userId, filter.portfolioId);
  await requireExports(userId);
  const orders = await collectPages(async (cursor) => {
    const page = await listOrderHistory(userId, { ...filter, portfolioId, ...cursor });
    return { rows: page.orders, nextCursor: page.nextCursor };
  });
  return writeRows(ORDER_COLUMNS, orders);
}

/** All fills that pass the filter as CSV, newest first. Throws as the export of orders. */
export async function exportFills(userId: string, filter: FillFilter & OfPortfolio): Promise<string> {
  const portfolioId = await requirePortfolioId(userId, filter.portfolioId);
  await requireExports(userId);
  const fills = await collectPages(async (cursor) => {
    const page = await listFills(userId, { ...filter, portfolioId, ...cursor });
    return { rows: page.fills, nextCursor: page.nextCursor };
  });
  return writeRows(FILL_COLUMNS, fills);
}

type Cursor = { cursor?: string; limit: number };

/** The rows of all pages. @throws AppError `bad_request` beyond the longest export: it is never cut off. */
async function collectPages<Row>(
  read: (cursor: Cursor) => Promise<{ rows: Row[]; nextCursor: string | null }>,
): Promise<Row[]> {
  const all: Row[] = [];
  let cursor: Cursor | null = { limit: PAGE };
  while (cursor !== null) {
    const { rows, nextCursor }: Awaited<ReturnType<typeof read>> = await read(cursor);
    all.push(...rows);
    if (all.length > MAX_ROWS) {
      throw new AppError("bad_request", "An export has at most 50,000 rows. Choose a shorter time range.");
    }
    cursor = nextCursor === null ? null : { cursor: nextCursor, limit: PAGE };
  }
  return all;
}

function writeRows<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
  const readers = Object.values(columns);
  return writeTable(
    Object.keys(columns),
    rows.map((row) => readers.map((read) => read(row))),
  );
}
