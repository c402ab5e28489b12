import "server-only";
import type { z } from "zod";
import { findNewestEvents } from "@/lib/db/queries/events";
import { findOpenOrders, findOrderHistory, findOrders } from "@/lib/db/queries/orders";
import { listPortfolios, requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import { findFills } from "@/lib/db/queries/trades";
import { AppError } from "@/lib/schemas/api-error";
import type { EndedOrderFilter, FillFilter, ordersQuerySchema } from "@/lib/schemas/trading/trading";
import type {
  EventsPage,
  FillsPage,
  OrdersPage,
  PortfolioSnapshot,
} from "@/lib/schemas/trading/trading-responses";
import { formatEvents } from "@/lib/trading/dto/format-events";
import { snapshotPortfolio } from "@/lib/trading/dto/respond-to-trader";

type Query = z.output<typeof ordersQuerySchema>;

/**
 * The current state of a portfolio; the user's oldest one when no id is given. @throws AppError `not_found`
 */
export async function readPortfolioOf(userId: string, portfolioId?: string): Promise<PortfolioSnapshot> {
  const { state } = await requireOwnPortfolio(userId, portfolioId ?? (await findFirst(userId)));
  return snapshotPortfolio(state);
}

/** Open orders, newest first, all on one page. @throws AppError `not_found` */
export async function listOpenOrders(userId: string, query: Query): Promise<OrdersPage> {
  const portfolioId = await requirePortfolioId(userId, query.portfolioId);
  const stored = await findOpenOrders(portfolioId);
  const orders = stored.map(({ order }) => order);
  const { symbol } = query;
  return { orders: symbol ? orders.filter((order) => order.symbol === symbol) : orders, nextCursor: null };
}

/** Final orders, newest first. @throws AppError `not_found`, or `bad_request` for an invalid cursor */
export async function listOrderHistory(userId: string, query: Query & EndedOrderFilter): Promise<OrdersPage> {
  const portfolioId = await requirePortfolioId(userId, query.portfolioId);
  const page = await findOrderHistory(portfolioId, {
    ...query,
    ...readCursor(query.cursor),
  });
  return {
    orders: page.map(({ order }) => order),
    nextCursor: nextCursor(page, query.limit, (last) => last.acceptedSeq),
  };
}

/** Fills with their evidence, newest first. @throws AppError `not_found`, `bad_request` */
export async function listFills(userId: string, query: Query & FillFilter): Promise<FillsPage> {
  const portfolioId = await requirePortfolioId(userId, query.portfolioId);
  const page = await findFills(portfolioId, { ...query, ...readCursor(query.cursor) });
  return {
    fills: page.map(({ fill }) => fill),
    nextCursor: nextCursor(page, query.limit, (last) => last.seq),
  };
}

/** The portfolio's log as shown to its owner, newest first. @throws AppError `not_found`, `bad_request` */
export async function listEvents(userId: string, query: Query): Promise<EventsPage> {
  const portfolioId = await requirePortfolioId(userId, query.portfolioId);
  const page = await findNewestEvents(portfolioId, { ...readCursor(query.cursor), limit: query.limit });
  const ids = page.flatMap((event) => ("orderId" in event ? [event.orderId] : []));
  const orders = await findOrders(portfolioId, [...new Set(ids)]);
  return {
    events: formatEvents(portfolioId, page, orders),
    nextCursor: nextCursor(page, query.limit, (last) => last.seq),
  };
}

export async function requirePortfolioId(userId: string, portfolioId: string | undefined): Promise<string> {
  const id = portfolioId ?? (await findFirst(userId));
  await requireOwnPortfolio(userId, id);
  return id;
}

async function findFirst(userId: string): Promise<string> {
  const first = (await listPortfolios(userId)).find(({ isArchived }) => !isArchived);
  if (first === undefined) throw new AppError("not_found", "You have no portfolio yet.");
  return first.id;
}

function readCursor(cursor: string | undefined): { beforeSeq?: number } {
  if (cursor === undefined) return {};
  if (!/^\d{1,9}$/.test(cursor)) throw new AppError("bad_request", "There is no such cursor.");
  return { beforeSeq: Number(cursor) };
}

function nextCursor<T>(page: readonly T[], limit: number, seqOf: (last: T) => number): string | null {
  const last = page.at(-1);
  return last !== undefined && page.length === limit ? String(seqOf(last)) : null;
}
