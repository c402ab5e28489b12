import "server-only";
import { listHookCalls, listHooks, type StoredHook } from "@/lib/db/hooks/alert-hooks";
import { type AlertHookDto, type HookCallDto, MAX_HOOK_CALLS } from "@/lib/schemas/programs/hooks";

/** A user's hooks, newest first. */
export async function listAlertHooks(userId: string): Promise<AlertHookDto[]> {
  return (await listHooks(userId)).map(toHookDto);
}

/** The newest alerts that a user's hooks received. */
export async function listReceivedAlerts(userId: string): Promise<HookCallDto[]> {
  const calls = await listHookCalls(userId, MAX_HOOK_CALLS);
  return calls.map(({ id, hookName, receivedAt, body, outcome, code, message, orderId }) => ({
    id,
    hookName,
    receivedAt: receivedAt.toISOString(),
    body,
    outcome: outcome === "accepted" ? "accepted" : "rejected",
    code,
    message,
    orderId,
  }));
}

/** A stored hook as its owner sees it. */
export function toHookDto(stored: StoredHook & { portfolioName: string }): AlertHookDto {
  const { id, portfolioId, portfolioName, name, createdAt, revokedAt } = stored;
  return {
    id,
    portfolioId,
    portfolioName,
    name,
    createdAt: createdAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
