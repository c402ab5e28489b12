import "server-only";
import { getEnv } from "@/lib/infra/env/env";

/** Ends the process, naming what is wrong, when its environment is unusable: it must not start at all. */
export function assertEnv(): void {
  try {
    // next-auth takes its own address from here alone.
    process.env.NEXTAUTH_URL = getEnv().APP_URL;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
