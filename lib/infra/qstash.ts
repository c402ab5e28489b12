import "server-only";
import { Client, Receiver } from "@upstash/qstash";
import { getEnv } from "@/lib/infra/env";
import { getProcessSingleton } from "@/lib/infra/process-singleton";

/** The process's QStash client. Its development mode stays off whatever the environment says. */
export function getQstash(): Client {
  return getProcessSingleton("qstash", () => {
    const env = getEnv();
    return new Client({
      baseUrl: env.QSTASH_URL,
      token: env.QSTASH_TOKEN,
      devMode: false,
      enableTelemetry: false,
      retry: { retries: 2, backoff: (count) => 50 * 2 ** count },
    });
  });
}

/** Checks signatures of deliveries. Made at its first use: a build has no keys. */
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

/** The address under which QStash reaches one of our routes, and which its signature names. */
export function queueUrl(path: string): string {
  return new URL(path, getEnv().APP_URL).href;
}
