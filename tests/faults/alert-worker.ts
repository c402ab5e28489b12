import { deliverNotifications } from "@/lib/alerts/deliver/deliver-notifications";
import { processPricePath } from "@/lib/trading/price-path/process-price-path";
import type { PathText } from "@/lib/trading/price-path/process-price-path-message";

/** A price path that another process walks, as the leader of the feed, and delivers what it fires. */
export type AlertWork = { symbol: string; path: PathText };
/** "ready" for work; "started" with the walk; "done" with everything. */
export type AlertProgress = "ready" | "started" | "done";

const report = (progress: AlertProgress) => process.send?.(progress);

process.on("message", async ({ symbol, path }: AlertWork) => {
  report("started");
  await processPricePath(symbol, path);
  await deliverNotifications();
  report("done");
});
report("ready");
