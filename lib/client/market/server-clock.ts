import { fetchServerTimeMs } from "@/lib/client/api/market-api";

/** One probe of the server's clock, in ms of the local clock except `serverMs`. */
export type ClockProbe = { sentMs: number; receivedMs: number; serverMs: number };

/** Offset of the server's clock to the local one, and the round trip of the probe used, in ms. */
export type ClockAlignment = { offsetMs: number; latencyMs: number };

/**
 * Alignment by the probe with the smallest round trip; the server's clock is assumed to be read half-way. The
 * error is at most half that round trip. Null without probes.
 */
export function alignClock(probes: ClockProbe[]): ClockAlignment | null {
  let best: ClockProbe | null = null;
  for (const probe of probes) {
    if (!best || probe.receivedMs - probe.sentMs < best.receivedMs - best.sentMs) best = probe;
  }
  if (!best) return null;
  const latencyMs = best.receivedMs - best.sentMs;
  return {
    offsetMs: Math.round(best.serverMs - (best.sentMs + latencyMs / 2)),
    latencyMs: Math.round(latencyMs),
  };
}

const PROBES = 4;
const REALIGN_MS = 5 * 60_000;

let alignment: ClockAlignment | null = null;
/** Lower bound of the clock offset, in ms: a message can't arrive before it was sent. */
let leastOffsetMs = Number.NEGATIVE_INFINITY;
let users = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** The server's time now, in ms; our own until the first alignment. */
export function readServerNowMs(): number {
  // A busy page reads its probes late, which makes the server's clock look slow; stream timestamps correct
  // that.
  return Date.now() + Math.max(alignment?.offsetMs ?? 0, leastOffsetMs);
}

/** The newest alignment, or null before the first. */
export function readAlignment(): ClockAlignment | null {
  return alignment;
}

/** Records a server time from the stream, a lower bound of the server's clock. */
export function recordServerTime(serverMs: number): void {
  leastOffsetMs = Math.max(leastOffsetMs, serverMs - Date.now());
}

/** Keeps the clock aligned while there are listeners. */
export function subscribeClock(listener: () => void): () => void {
  listeners.add(listener);
  users += 1;
  if (users === 1) {
    void realign();
    timer = setInterval(realign, REALIGN_MS);
    document.addEventListener("visibilitychange", realignWhenSeen);
  }
  return () => {
    listeners.delete(listener);
    users -= 1;
    if (users > 0) return;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", realignWhenSeen);
  };
}

let alignedAtMs = 0;

function realignWhenSeen(): void {
  // The clock may have changed while the machine slept.
  if (!document.hidden && Math.abs(Date.now() - alignedAtMs) > 60_000) void realign();
}

/** Probes the server's clock again; the newest alignment replaces the old one. */
export async function realign(): Promise<void> {
  const probes: ClockProbe[] = [];
  for (let index = 0; index < PROBES; index += 1) {
    try {
      const sentMs = Date.now();
      const startMs = performance.now();
      const serverMs = await fetchServerTimeMs();
      probes.push({ sentMs, receivedMs: sentMs + performance.now() - startMs, serverMs });
    } catch {
      // A lost probe is covered by the others.
    }
  }
  const next = alignClock(probes);
  if (!next) return;
  alignment = next;
  // Either clock may have been set meanwhile: the bound from the stream is collected again.
  leastOffsetMs = Number.NEGATIVE_INFINITY;
  alignedAtMs = Date.now();
  for (const listener of listeners) listener();
}
