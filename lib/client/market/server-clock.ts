import { fetchServerTimeMs } from "@/lib/client/api/market-api";

/** One question to the server's clock, in ms of the local clock except `serverMs`. */
export type ClockProbe = { sentMs: number; receivedMs: number; serverMs: number };

/** How far the server's clock is ahead of ours, and the round trip of the probe that said so, in ms. */
export type ClockAlignment = { offsetMs: number; latencyMs: number };

/**
 * Alignment by the probe with the smallest round trip; the server is taken to have read its clock half-way.
 * The error is at most half that round trip. Null without probes.
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
/** The server's clock is ahead of ours by at least this, in ms: nothing is heard before it was said. */
let leastOffsetMs = Number.NEGATIVE_INFINITY;
let users = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** The server's time now, in ms; our own until the first alignment. */
export function readServerNowMs(): number {
  // A busy page reads its probes late, which makes the server's clock look slow; the stream knows better.
  return Date.now() + Math.max(alignment?.offsetMs ?? 0, leastOffsetMs);
}

/** The newest alignment, or null before the first. */
export function readAlignment(): ClockAlignment | null {
  return alignment;
}

/** A server time that came over the stream: the server's clock was there already. */
export function recordServerTime(serverMs: number): void {
  leastOffsetMs = Math.max(leastOffsetMs, serverMs - Date.now());
}

/** Keeps the clock aligned for as long as anybody listens. */
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
  // A machine that slept may have moved its clock.
  if (!document.hidden && Math.abs(Date.now() - alignedAtMs) > 60_000) void realign();
}

/** Asks the server's clock again; the newest alignment holds from then on. */
export async function realign(): Promise<void> {
  const probes: ClockProbe[] = [];
  for (let index = 0; index < PROBES; index += 1) {
    try {
      const sentMs = Date.now();
      const startMs = performance.now();
      const serverMs = await fetchServerTimeMs();
      probes.push({ sentMs, receivedMs: sentMs + performance.now() - startMs, serverMs });
    } catch {
      // One lost probe is what the others are for.
    }
  }
  const next = alignClock(probes);
  if (!next) return;
  alignment = next;
  // Either clock may have been set meanwhile: the stream says again what it knows.
  leastOffsetMs = Number.NEGATIVE_INFINITY;
  alignedAtMs = Date.now();
  for (const listener of listeners) listener();
}
