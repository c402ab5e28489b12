import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { CheckInput } from "@/lib/core/proof/check";
import { CLOCK_TOLERANCE_MS, MAX_CLOCK_OFFSET_MS } from "@/lib/core/proof/log-rules";

/** Largest time that a JavaScript date can hold, in ms. */
const MAX_MS = 8_640_000_000_000_000;

/** A log is in the order of time, and no event contains a price from after it. */
export function checkTime({ event, memory }: CheckInput): string | null {
  if (event.atMs < 0 || event.atMs > MAX_MS) return "its time is no time";
  if (event.atMs < memory.atMs - CLOCK_TOLERANCE_MS) return "its time is before that of the event before it";
  const offsetMs = offsetOf(event);
  if (Math.abs(offsetMs) > MAX_CLOCK_OFFSET_MS) return "the venue's clock is not that far from the server's";
  const latestMs = event.atMs + offsetMs + CLOCK_TOLERANCE_MS;
  return ticksOf(event).some((tickMs) => tickMs > latestMs) ? "it names a tick from after it" : null;
}

/** Venue's clock minus the server's as recorded with a fill, in ms; else the largest allowed value. */
function offsetOf(event: PortfolioEvent): number {
  return event.type === "order-filled" ? event.evidence.venueOffsetMs : MAX_CLOCK_OFFSET_MS;
}

function ticksOf(event: PortfolioEvent): number[] {
  switch (event.type) {
    case "order-filled":
      return [event.evidence.tickMs, event.evidence.bookMs];
    case "order-trailed":
    case "order-queued-behind":
      return [event.tickMs];
    case "order-amended":
      return [event.venueMs];
    case "funding-settled":
      return [event.fundingMs];
    case "day-rolled":
      return [event.resetMs, ...event.marks.map(({ tickMs }) => tickMs)];
    case "day-corrected":
    case "equity-peaked":
    case "headroom-warned":
    case "trading-paused":
    case "challenge-breached":
    case "rule-enforced":
      return event.marks.map(({ tickMs }) => tickMs);
    default:
      return [];
  }
}
