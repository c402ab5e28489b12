import "server-only";
import { type AdminAct, changeWithAudit } from "@/lib/db/admin/audit";
import { getDb } from "@/lib/db/client";
import type { ReviewItem } from "@/lib/db/generated/client";
import type { AdminListQuery } from "@/lib/schemas/admin";

/** Review items for the admins, open items first, newest first. */
export function listReviewItems(query: AdminListQuery): Promise<ReviewItem[]> {
  return getDb().reviewItem.findMany({
    ...(query.search && { where: { OR: [{ userId: query.search }, { kind: { contains: query.search } }] } }),
    orderBy: [{ resolvedAt: { sort: "desc", nulls: "first" } }, { createdAt: "desc" }, { id: "desc" }],
    take: query.limit,
    ...(query.cursor && { cursor: { id: query.cursor }, skip: 1 }),
  });
}

/** Closes an open item; null when there is none. */
export function resolveReviewItem(act: AdminAct, id: string, resolution: string): Promise<ReviewItem | null> {
  return changeWithAudit(act, async (tx) => {
    const open = await tx.reviewItem.findFirst({ where: { id, resolvedAt: null } });
    if (open === null) return { before: null, after: null, result: null };
    const data = { resolvedAt: new Date(), resolvedBy: act.adminId, resolution };
    const result = await tx.reviewItem.update({ where: { id }, data });
    return { before: { resolution: null }, after: { resolution }, result };
  });
}
