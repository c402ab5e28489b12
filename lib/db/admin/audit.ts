import "server-only";
import { getDb } from "@/lib/db/client";
import type { AuditEntry, Prisma } from "@/lib/db/generated/client";
import { readRequestOrigin } from "@/lib/infra/telemetry/request-origin";
import type { AdminListQuery } from "@/lib/schemas/admin";

/** The acting admin, the action, its target and the reason. */
export type AdminAct = { adminId: string; action: string; target: string; reason: string };
/** Where the request of a line came from; a network without an agent once it is 90 days old. */
type AuditSource = { clientIp: string; agent: string | null };
type State = Prisma.InputJsonValue | null;

/**
 * Applies a change and writes its audit line, with the origin of the request, in one transaction, so that neither exists without the other.
 * `change` returns the state before and after.
 */
export async function changeWithAudit<T>(
  act: AdminAct,
  change: (
    tx: Prisma.TransactionClient,
    auditId: string,
  ) => Promise<{ before: State; after: State; result: T }>,
): Promise<T> {
  const id = crypto.randomUUID();
  return getDb().$transaction(async (tx) => {
    const { before, after, result } = await change(tx, id);
    await tx.auditEntry.create({
      data: { id, ...act, ...(before !== null && { before }), ...(after !== null && { after }) },
    });
    const origin = readRequestOrigin();
    if (origin !== null) await tx.auditOrigin.create({ data: { auditId: id, ...origin } });
    return result;
  });
}

/** Writes an audit line alone, for a change that no database transaction can include. */
export async function recordAct(act: AdminAct, states: { before: State; after: State }): Promise<void> {
  await changeWithAudit(act, async () => ({ ...states, result: undefined }));
}

/** The audit log, newest first; `search` matches action, target and reason. */
export async function listAudit(
  query: AdminListQuery,
): Promise<(AuditEntry & { admin: { displayName: string }; origin: AuditSource | null })[]> {
  const contains = query.search && { contains: query.search, mode: "insensitive" as const };
  return getDb().auditEntry.findMany({
    ...(contains && { where: { OR: [{ action: contains }, { target: contains }, { reason: contains }] } }),
    include: {
      admin: { select: { displayName: true } },
      origin: { select: { clientIp: true, agent: true } },
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: query.limit,
    ...(query.cursor && { cursor: { id: query.cursor }, skip: 1 }),
  });
}
