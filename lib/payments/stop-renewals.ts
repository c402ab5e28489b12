import "server-only";
import {
  type Cancellation,
  listActiveSubscriptions,
  listOrphanedSubscriptions,
  markSubscription,
  recordCancellation,
} from "@/lib/db/queries/subscriptions";
import { disableSubscription } from "@/lib/infra/paystack";
import { reportError } from "@/lib/infra/telemetry/report-error";

/**
 * Ends all renewals of a user; paid periods run to their end. The user's reason is stored with them.
 *
 * @throws AppError `payments_unavailable`
 */
export async function stopRenewals(
  userId: string,
  cancellation: Cancellation | null = null,
): Promise<{ stopped: number }> {
  const running = await listActiveSubscriptions(userId);
  for (const { code } of running) await stop(code);
  if (cancellation !== null) {
    const codes = running.map(({ code }) => code);
    await recordCancellation(codes, cancellation, new Date());
  }
  return { stopped: running.length };
}

/** Ends the renewals of deleted accounts. */
export async function stopOrphanedRenewals(): Promise<number> {
  const orphans = await listOrphanedSubscriptions();
  for (const { code } of orphans) {
    await stop(code).catch((error) => reportError("renewal-not-stopped", error, { code }));
  }
  return orphans.length;
}

async function stop(code: string): Promise<void> {
  await disableSubscription(code);
  await markSubscription(code, "non-renewing");
}
