import "server-only";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { reportError } from "@/lib/infra/telemetry/report-error";

/**
 * Whether a page request has a session, for the navigation of public pages. They, and the status page above
 * all, also render while sessions can't be read.
 */
export async function isSignedIn(): Promise<boolean> {
  try {
    return (await readPageSession()) !== null;
  } catch (error) {
    reportError("navigation-without-session", error);
    return false;
  }
}
