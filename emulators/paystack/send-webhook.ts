import { createHmac } from "node:crypto";
import type { PaystackSwitches } from "@/emulators/paystack/switches";

/** Signs a body as Paystack does: HMAC-SHA512 with the secret key, in lower-case hex. */
export function signBody(body: string, secretKey: string): string {
  return createHmac("sha512", secretKey).update(body).digest("hex");
}

/** Sends one event to the product, as the switches specify. @returns the response statuses */
export async function sendWebhook(
  event: { event: string; data: unknown },
  target: { url: string; secretKey: string; switches: PaystackSwitches },
): Promise<number[]> {
  const { switches } = target;
  if (switches.webhooksOff) return [];
  if (switches.webhookDelayMs > 0) await new Promise((go) => setTimeout(go, switches.webhookDelayMs));
  const body = JSON.stringify(event);
  const signature = signBody(body, switches.badSignature ? "sk_test_of_nobody" : target.secretKey);
  const send = async () => {
    const response = await fetch(target.url, {
      method: "POST",
      headers: { "content-type": "application/json", "x-paystack-signature": signature },
      body,
    });
    return response.status;
  };
  return Promise.all(Array.from({ length: switches.webhookCopies }, send));
}
