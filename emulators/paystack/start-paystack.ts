import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { respondToApi } from "@/emulators/paystack/respond-to-api";
import { respondToCheckout } from "@/emulators/paystack/respond-to-checkout";
import { describe, type EmulatorResponse, emit, type Service } from "@/emulators/paystack/service";
import { publishAgain, renew } from "@/emulators/paystack/subscription";
import { BEHAVED } from "@/emulators/paystack/switches";
import { Ledger } from "@/emulators/paystack/transaction";
import { parseSwitches } from "@/emulators/upstash-redis/parse-switches";

/** A running emulator for Paystack. */
export type Paystack = { url: string; secretKey: string; close: () => Promise<void> };

/**
 * Starts a payment service that speaks Paystack's protocol on a loopback address: initialize, verify, refund,
 * a checkout page with pay, fail and abandon, and signed webhooks to `webhookUrl`. Beyond the real one, `POST
 * /__event {event, reference, data?}` sends any event of a transaction, `POST /__renew {code}` charges a
 * subscription, `POST /__subscriptions {email}` sends their events again, and `/__control` takes switches.
 */
export async function startPaystack(options: { webhookUrl: string; port?: number }): Promise<Paystack> {
  const service: Service = {
    url: "",
    secretKey: `sk_test_${randomBytes(20).toString("hex")}`,
    webhookUrl: options.webhookUrl,
    ledger: new Ledger(),
    plans: new Map(),
    subscriptions: new Map(),
    switches: { ...BEHAVED },
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    if (service.switches.down && !request.url?.startsWith("/__")) return request.socket.destroy();
    const { status, body, type, location } = respond(service, request, Buffer.concat(chunks).toString());
    const headers = { "content-type": type ?? "application/json", ...(location && { location }) };
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: service.url,
    secretKey: service.secretKey,
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

function respond(service: Service, request: IncomingMessage, body: string): EmulatorResponse {
  const method = request.method ?? "GET";
  const path = new URL(request.url ?? "/", service.url).pathname;
  const checkout = /^\/checkout\/([0-9a-f]+)$/.exec(path)?.[1];
  if (checkout) return respondToCheckout(service, { method, accessCode: checkout, body });
  const fields = readFields(request, body);
  if (fields === null) return { status: 400, body: JSON.stringify({ status: false, message: "Not JSON" }) };
  if (path === "/__control") return control(service, method, body);
  if (path === "/__renew") return renew(service, String(fields.code));
  if (path === "/__subscriptions") return publishAgain(service, String(fields.email));
  if (path === "/__event") return sendEvent(service, fields);
  return respondToApi(service, request.headers.authorization, { method, path, fields });
}

function readFields(request: IncomingMessage, body: string): Record<string, unknown> | null {
  if (request.method !== "POST" || body === "") return {};
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return null;
  }
}

function control(service: Service, method: string, body: string): EmulatorResponse {
  if (method === "POST") {
    const parsed = parseSwitches(body, { current: service.switches });
    if ("problem" in parsed) return { status: 400, body: JSON.stringify({ error: parsed.problem }) };
    Object.assign(service.switches, parsed.changes);
  }
  return { status: 200, body: JSON.stringify(service.switches) };
}

function sendEvent(service: Service, request: Record<string, unknown>): EmulatorResponse {
  const reference = String(request.reference);
  const one = service.ledger.find(reference);
  const extra = typeof request.data === "object" ? request.data : {};
  emit(service, String(request.event), { reference, ...(one && describe(service, one)), ...extra });
  return { status: 202, body: "{}" };
}
