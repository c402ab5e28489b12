import { deliverNotifications } from "@/lib/alerts/deliver/deliver-notifications";
import { sweepAlerts } from "@/lib/alerts/sweep/sweep-alerts";
import { deleteOldNotifications } from "@/lib/db/alerts/notifications";
import { withCron } from "@/lib/http/route/with-cron";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { sweepMails } from "@/lib/mails/sweep-mails";
import { prepareSample } from "@/lib/sample/prepare-sample";
import { sweepChases } from "@/lib/trading/orders/sweep-chases";
import { sweepOrders } from "@/lib/trading/orders/sweep-orders";
import { sweepTwaps } from "@/lib/trading/orders/sweep-twaps";
import { applyChanges } from "@/lib/trading/portfolio/apply-changes";
import { snapshotEquity } from "@/lib/trading/portfolio/snapshot-equity";
import { settleDelisted } from "@/lib/trading/price-path/settle-delisted";
import { sweepPricePaths } from "@/lib/trading/price-path/sweep-price-paths";
import { deleteEndedMessages, sweepWebhooks } from "@/lib/webhooks/sweep-webhooks";

export const dynamic = "force-dynamic";
export const maxDuration = 60;

/**
 * Every minute: late and lost orders, symbols without a feed or delisted, missed funding, equity for the
 * curves, alerts, notifications and webhooks that no leader handled, mails, and the
 * sample account of the day.
 */
export const GET = withCron("sweep", async () => {
  const orders = await sweepOrders();
  // What follows runs also while the market can't be read; the run is then recorded as failed.
  let failure: unknown = null;
  const settled = await sweepPricePaths().catch((error: unknown) => {
    failure = error;
    return {};
  });
  await sweepTwaps().catch((error) => reportError("twaps-not-swept", error));
  await sweepChases().catch((error) => reportError("chases-not-swept", error));
  const delisted = await settleDelisted().catch((error) => {
    reportError("delisted-not-settled", error);
    return { delisted: 0 };
  });
  await applyChanges();
  // Before all that waits for services of others: a run may be ended after a minute.
  const equity = await snapshotEquity().catch((error) => {
    reportError("equity-not-recorded", error);
    return { snapshots: 0 };
  });
  const alerts = await sweepNotifications().catch((error) => {
    reportError("alerts-not-swept", error);
    return { fired: 0, delivered: 0 };
  });
  await sweepWebhooks()
    .then(() => deleteEndedMessages(Date.now()))
    .catch((error) => reportError("webhooks-not-swept", error));
  const mails = await sweepMails().catch((error) => {
    reportError("mails-not-swept", error);
    return { mailed: 0 };
  });
  await prepareSample(new Date()).catch((error) => reportError("sample-not-prepared", error));
  if (failure !== null) throw failure;
  return { ...orders, ...settled, ...delisted, ...alerts, ...mails, ...equity };
});

async function sweepNotifications(): Promise<{ fired: number; delivered: number }> {
  const { fired } = await sweepAlerts({ withIndicators: true });
  const { delivered } = await deliverNotifications();
  await deleteOldNotifications(new Date());
  return { fired, delivered };
}
