import "server-only";
import { after } from "next/server";

/** Runs work after the response has gone out, so that its duration tells the caller nothing. */
export function runLater(work: () => Promise<void>): void {
  try {
    after(work);
  } catch {
    // Outside of a request there is nothing to wait for.
    void work();
  }
}
