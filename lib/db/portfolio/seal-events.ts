import "server-only";
import { hash } from "node:crypto";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { type EventRow, hashedText, toJsonText } from "@/lib/core/proof/event-text";

/** Appends the hashes of events to the chain that ends in `headHash`. */
export function sealEvents(
  portfolioId: string,
  headHash: string,
  events: readonly PortfolioEvent[],
): EventRow[] {
  let previous = headHash;
  return events.map(({ seq, atMs, type, ...body }) => {
    const row = { seq, type, payload: toJsonText(body), atMs };
    previous = hashEvent(portfolioId, previous, row);
    return { ...row, hash: previous };
  });
}

/** SHA-256, in hex, of what an event's hash covers. */
export function hashEvent(portfolioId: string, previous: string, row: Omit<EventRow, "hash">): string {
  return hash("sha256", hashedText(portfolioId, previous, row), "hex");
}
