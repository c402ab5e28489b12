import "server-only";
import { deliverNotifications } from "@/lib/alerts/deliver/deliver-notifications";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { reportError } from "@/lib/infra/telemetry/report-error";

type Delivery = { isRunning: boolean; isDue: boolean };

/**
 * Delivers new notifications soon, without making the caller wait. A process that ends before leaves them to
 * the next sweep.
 */
export function requestDelivery(): void {
  const delivery = getProcessSingleton<Delivery>("alert-delivery", () => ({
    isRunning: false,
    isDue: false,
  }));
  delivery.isDue = true;
  if (!delivery.isRunning) void run(delivery);
}

async function run(delivery: Delivery): Promise<void> {
  delivery.isRunning = true;
  while (delivery.isDue) {
    delivery.isDue = false;
    await deliverNotifications().catch((error) => reportError("notifications-not-delivered", error));
  }
  delivery.isRunning = false;
}
