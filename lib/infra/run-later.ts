import "server-only";
import { after } from "next/server";

/** Runs work after the response was sent, so that the response time reveals nothing about it. */
export function runLater(work: () => Promise<void>): void {
  try {
    after(work);
  } catch {
    // Outside of a request there is no response to wait for.
    void work();
  }
}
