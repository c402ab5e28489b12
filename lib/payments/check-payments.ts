import "server-only";
import { listUnsettledPayments } from "@/lib/db/queries/payments";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { fulfilPayment } from "@/lib/payments/fulfil-payment";

const MINUTE_MS = 60_000;
const OLDEST_MS = 7 * 24 * 60 * MINUTE_MS;

/**
 * Checks every open payment with the provider, in case both its webhook and the browser's return were lost.
 */
export async function checkPayments(nowMs: number): Promise<Record<string, number>> {
  const window = { from: new Date(nowMs - OLDEST_MS), to: new Date(nowMs - MINUTE_MS) };
  const outcomes: Record<string, number> = {};
  for (const { reference } of await listUnsettledPayments(window)) {
    const outcome = await fulfilPayment(reference).catch((error) => {
      reportError("payment-not-checked", error, { reference });
      return "failed";
    });
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return outcomes;
}
