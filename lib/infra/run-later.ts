import "server-only";
import { after } from "next/server";
import { reportError } from "@/lib/infra/telemetry/report-error";

/** Runs work after the response was sent, so that the response time reveals nothing about it. */
export function runLater(work: () => Promise<void>): void {
  try {
    after(work);
  } catch {
    // Outside of Next's requests, such as in the gateway: after what is ready to run, the response among it.
    setImmediate(() => work().catch((error) => reportError("later-work-failed", error)));
  }
}
