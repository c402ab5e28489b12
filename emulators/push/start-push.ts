import { createECDH, type ECDH, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { decryptMessage } from "@/emulators/push/decrypt-message";
import { readVapid } from "@/emulators/push/read-vapid";

/** A message as the subscribed browser would get it. */
export type PushMessage = { subscription: string; text: string; topic: string | null; ttl: number };
/** A browser's subscription, as `PushSubscription.toJSON()` returns it. */
export type EmulatedSubscription = { endpoint: string; keys: { p256dh: string; auth: string } };

type Browser = { curve: ECDH; auth: Buffer; applicationServerKey: string };
/** `fail`: the status of the next deliveries instead of their acceptance. `gone`: subscriptions that ended. */
type Switches = { fail?: number | null; gone?: string[] };

/** A running emulator of a push service (RFC 8030), with the browsers behind it. */
export type PushService = { url: string; close: () => Promise<void> };

/** RFC 8291 allows one record of 4096 bytes. */
const MAX_BYTES = 4_096;
const MAX_MESSAGES = 1_000;

/**
 * Starts a push service on a free port. `POST /__subscriptions` subscribes a browser with an application
 * server's key, `POST /__control` sets switches, `GET /__messages` lists what arrived, decrypted with the
 * browser's key, oldest first.
 */
export async function startPush(): Promise<PushService> {
  const browsers = new Map<string, Browser>();
  const messages: PushMessage[] = [];
  let switches: Switches = {};
  const server = createServer(async (request, response) => {
    const respond = (status: number, body: unknown = {}) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const path = request.url ?? "/";
    const body = await readBody(request);
    if (path === "/__messages") return respond(200, messages);
    if (path === "/__control") {
      switches = { ...switches, ...(JSON.parse(body.toString()) as Switches) };
      return respond(200);
    }
    if (path === "/__subscriptions") {
      const { applicationServerKey } = JSON.parse(body.toString()) as { applicationServerKey: string };
      const id = randomBytes(16).toString("hex");
      const browser = createBrowser(applicationServerKey);
      browsers.set(id, browser);
      const keys = {
        p256dh: browser.curve.getPublicKey().toString("base64url"),
        auth: browser.auth.toString("base64url"),
      };
      return respond(201, { endpoint: `${origin}/push/${id}`, keys } satisfies EmulatedSubscription);
    }
    const id = /^\/push\/(\w+)$/.exec(path)?.[1] ?? "";
    const browser = browsers.get(id);
    if (!browser || request.method !== "POST") return respond(404);
    if (switches.gone?.some((endpoint) => endpoint.endsWith(id))) return respond(410);
    if (switches.fail) return respond(switches.fail);
    const problem = findProblem(request, { body, browser, origin });
    if (problem !== null) return respond(problem.status, { message: problem.message });
    messages.push({
      subscription: id,
      text: decryptMessage(body, browser),
      topic: String(request.headers.topic ?? "") || null,
      ttl: Number(request.headers.ttl),
    });
    messages.splice(0, messages.length - MAX_MESSAGES);
    return respond(201);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: origin,
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

function createBrowser(applicationServerKey: string): Browser {
  const curve = createECDH("prime256v1");
  curve.generateKeys();
  return { curve, auth: randomBytes(16), applicationServerKey };
}

/** What a push service rejects: no TTL, another encoding, a large body, or another server than subscribed to. */
function findProblem(
  request: IncomingMessage,
  { body, browser, origin }: { body: Buffer; browser: Browser; origin: string },
): { status: number; message: string } | null {
  const { ttl, topic, authorization = "" } = request.headers;
  if (!/^\d+$/.test(String(ttl))) return { status: 400, message: "TTL is missing." };
  if (request.headers["content-encoding"] !== "aes128gcm") return { status: 400, message: "Not aes128gcm." };
  if (body.length > MAX_BYTES) return { status: 413, message: "The message is too large." };
  if (topic !== undefined && !/^[A-Za-z0-9_-]{1,32}$/.test(String(topic)))
    return { status: 400, message: "The topic is not allowed." };
  const vapid = readVapid(authorization, origin);
  if (vapid === null) return { status: 401, message: "The signature is not valid." };
  if (vapid !== browser.applicationServerKey)
    return { status: 403, message: "Another server's subscription." };
  return null;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
