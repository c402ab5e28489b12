import { withCron } from "@/lib/http/with-cron";
import { applyChanges } from "@/lib/trading/apply-changes";
import { settleMinute } from "@/lib/trading/settle-minute";
import { snapshotEquity } from "@/lib/trading/snapshot-equity";
import { sweepOrders } from "@/lib/trading/sweep-orders";

export const dynamic = "force-dynamic";
export const maxDuration = 60;

/** Every minute: late and lost orders, symbols that the feed has left, missed funding, equity for the curves. */
export const GET = withCron("sweep", async () => {
  const orders = await sweepOrders();
  const settled = await settleMinute();
  await applyChanges();
  return { ...orders, ...settled, ...(await snapshotEquity()) };
});
