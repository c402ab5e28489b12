import type { Plan, Subscription } from "@/emulators/paystack/plan";
import { sendWebhook } from "@/emulators/paystack/send-webhook";
import type { PaystackSwitches } from "@/emulators/paystack/switches";
import { type Ledger, type Transaction, toTransactionDto } from "@/emulators/paystack/transaction";

/** The state behind the emulator's endpoints. */
export type Service = {
  url: string;
  secretKey: string;
  webhookUrl: string;
  ledger: Ledger;
  plans: Map<string, Plan>;
  subscriptions: Map<string, Subscription>;
  switches: PaystackSwitches;
};

export type EmulatorResponse = { status: number; body: string; type?: string; location?: string };

/** The `data` of a transaction, changed as the switches specify. */
export function describe({ switches }: Service, one: Transaction): Record<string, unknown> {
  return {
    ...toTransactionDto(one),
    amount: Math.round(one.amount * switches.amountFactor),
    currency: switches.currency || one.currency,
    domain: switches.domain || one.domain,
  };
}

/** Sends a webhook in the background, as Paystack does. */
export function emit(service: Service, event: string, data: unknown): void {
  const target = { ...service, url: service.webhookUrl };
  sendWebhook({ event, data }, target).catch((error: Error) => console.error("paystack:", error.message));
}
