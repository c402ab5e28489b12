import "server-only";
import { getEnv } from "@/lib/infra/env/env";

/** Ends the process with the list of problems when its environment is invalid. */
export function assertEnv(): void {
  try {
    // next-auth reads its own URL only from this variable.
    process.env.NEXTAUTH_URL = getEnv().APP_URL;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
