import "server-only";
import {
  listActiveSubscriptions,
  listOrphanedSubscriptions,
  markSubscription,
} from "@/lib/db/queries/subscriptions";
import { disableSubscription } from "@/lib/infra/paystack";
import { reportError } from "@/lib/infra/telemetry/report-error";

/** Ends all renewals of a user; paid periods run to their end. @throws AppError `payments_unavailable` */
export async function stopRenewals(userId: string): Promise<{ stopped: number }> {
  const running = await listActiveSubscriptions(userId);
  for (const { code } of running) await stop(code);
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
