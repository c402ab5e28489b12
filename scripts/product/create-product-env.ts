import { randomBytes } from "node:crypto";

/** The product's environment besides its services, for its URL: secrets generated for this run. */
export function createProductEnv(baseUrl: string): Record<string, string> & { CRON_SECRET: string } {
  return {
    APP_URL: baseUrl,
    CRON_SECRET: randomBytes(24).toString("hex"),
    NEXTAUTH_URL: baseUrl,
    NEXTAUTH_SECRET: randomBytes(24).toString("hex"),
    DEV_MAILBOX: "on",
    WEBHOOKS_TO_LOOPBACK: "on",
    STREAM_MAX_SECONDS: "3600",
    // The emulators share the cores with what starts beside them.
    REDIS_TIMEOUT_MS: "1500",
  };
}
