import {
  CHECKOUT_CHOICES,
  type CheckoutChoice,
  renderCheckoutPage,
} from "@/emulators/paystack/checkout-page";
import { describe, type EmulatorResponse, emit, type Service } from "@/emulators/paystack/service";
import { subscribe } from "@/emulators/paystack/subscription";
import type { Transaction } from "@/emulators/paystack/transaction";

const toPage = (status: number, body: string): EmulatorResponse => ({ status, type: "text/plain", body });

/** The page a payer is sent to, and what its buttons do. */
export function respondToCheckout(
  service: Service,
  call: { method: string; accessCode: string; body: string },
): EmulatorResponse {
  const one = service.ledger.findByAccessCode(call.accessCode);
  if (!one) return toPage(404, "There is no such checkout.");
  if (call.method === "GET") return { status: 200, type: "text/html", body: renderCheckoutPage(one) };
  const wanted = new URLSearchParams(call.body).get("choice");
  const choice = CHECKOUT_CHOICES.find((known) => known === wanted);
  if (!choice) return toPage(400, "Unknown choice.");
  settle(service, one, choice);
  if (!one.callbackUrl) return toPage(200, "Done. You may close this page.");
  const back = new URL(one.callbackUrl);
  back.searchParams.set("trxref", one.reference);
  back.searchParams.set("reference", one.reference);
  return { status: 302, location: back.toString(), body: "" };
}

function settle(service: Service, one: Transaction, choice: CheckoutChoice): void {
  if (one.status !== "abandoned" && one.status !== "failed") return;
  if (choice === "fail") one.status = "failed";
  if (choice !== "pay") return;
  one.status = "success";
  one.paidAt = new Date().toISOString();
  emit(service, "charge.success", describe(service, one));
  subscribe(service, one);
}
