import { randomBytes } from "node:crypto";

/** What the product needs beside its services, for an address it is reached at: secrets made up for this run. */
export function createProductEnv(baseUrl: string): Record<string, string> & { CRON_SECRET: string } {
  return {
    APP_URL: baseUrl,
    CRON_SECRET: createSecret(),
    NEXTAUTH_URL: baseUrl,
    NEXTAUTH_SECRET: createSecret(),
    DEV_MAILBOX: "on",
    STREAM_MAX_SECONDS: "3600",
  };
}

function createSecret(): string {
  return randomBytes(24).toString("hex");
}
