import "server-only";
import { Client, Receiver } from "@upstash/qstash";
import { getEnv } from "@/lib/infra/env/env";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { createKeepAlivePost } from "@/lib/infra/redis/keep-alive-http";

const RETRIES = 2;
const TIMEOUT_MS = 5_000;

/** The process's QStash client. Its development mode is always off, whatever the environment. */
export function getQstash(): Client {
  return getProcessSingleton("qstash", () => {
    const env = getEnv();
    const client = new Client({
      baseUrl: env.QSTASH_URL,
      token: env.QSTASH_TOKEN,
      devMode: false,
      enableTelemetry: false,
      retry: { retries: RETRIES, backoff: (count) => 50 * 2 ** count },
    });
    publishOverKeepAlive(client, { url: env.QSTASH_URL, token: env.QSTASH_TOKEN });
    return client;
  });
}

/** Orders are published often: plain POST requests bypass `fetch`. @throws for a rejection */
function publishOverKeepAlive({ http }: Client, { url, token }: { url: string; token: string }): void {
  const post = createKeepAlivePost({ url, retries: RETRIES, timeoutMs: () => TIMEOUT_MS });
  if (post === null) return;
  const ask = http.request.bind(http);
  http.request = async (call) => {
    const { method, path, headers, body, query, baseUrl, parseResponseAsJson } = call;
    const isPlain = method === "POST" && typeof body === "string" && !query && !baseUrl;
    if (!isPlain || parseResponseAsJson === false) return ask(call);
    const own = {
      ...Object.fromEntries(new Headers(headers as Headers | undefined)),
      authorization: `Bearer ${token}`,
    };
    const response = await post(`/${path.join("/")}`, own, body);
    if (response.status >= 200 && response.status < 300) return JSON.parse(response.text);
    throw new Error(`The queue answered ${response.status}: ${response.text.slice(0, 200)}`);
  };
}

/** Checks signatures of deliveries. Created at its first use, since a build has no keys. */
export function getQstashReceiver(): Receiver {
  return getProcessSingleton("qstash-receiver", () => {
    const env = getEnv();
    return new Receiver({
      currentSigningKey: env.QSTASH_CURRENT_SIGNING_KEY,
      nextSigningKey: env.QSTASH_NEXT_SIGNING_KEY,
      devMode: false,
    });
  });
}

/** The URL by which QStash calls one of our routes, and which its signature contains. */
export function queueUrl(path: string): string {
  return new URL(path, getEnv().APP_URL).href;
}
