import "server-only";
import { getDb } from "@/lib/db/client";
import type { AdminListQuery } from "@/lib/schemas/admin";

/** All payments, newest first; `search` matches reference, product, status and email. */
export function searchPayments(query: AdminListQuery) {
  const contains = query.search && { contains: query.search, mode: "insensitive" as const };
  return getDb().payment.findMany({
    ...(contains && {
      where: {
        OR: [{ reference: contains }, { product: contains }, { status: contains }, { userId: query.search }],
      },
    }),
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: query.limit,
    ...(query.cursor && { cursor: { id: query.cursor }, skip: 1 }),
  });
}

/** The newest webhooks with the result of each. */
export function listWebhooks(limit: number) {
  return getDb().webhookDelivery.findMany({ orderBy: { lastAt: "desc" }, take: limit });
}
