import "server-only";
import { log } from "@/lib/infra/log";
import { reportError } from "@/lib/infra/report-error";
import type { BeatPath } from "@/lib/market/beat-path";
import { Feed } from "@/lib/market/feed";
import {
  type FeedStatus,
  isLeaseHeld,
  publishBeat,
  readLatestFrames,
  releaseLease,
  takeLease,
} from "@/lib/market/ingest-lease";
import { parseVenueMessage } from "@/lib/market/parse-venue-message";
import { Subscriptions } from "@/lib/market/subscriptions";
import { sliceFrame } from "@/lib/market/ticker-frame";
import { VenueClock } from "@/lib/market/venue-clock";
import { fetchVenueMs } from "@/lib/market/venue-rest";
import { openVenueSocket, type SocketTiming } from "@/lib/market/venue-socket";

/** Prices are conflated to this pace before anybody sees them, in ms. */
export const BEAT_MS = 100;
const STATUS_EVERY_MS = 1_000;
/** How often the venue is asked for its clock, in ms. */
const ASK_CLOCK_EVERY_MS = 15_000;
const WARM_POLL_MS = 100;
const REPORT_DROPS_EVERY_MS = 60_000;

type IngestOptions = {
  owner: string;
  wsUrl: string;
  symbols: readonly string[];
  /** How long this run may last, in ms. */
  runMs: number;
  signal?: AbortSignal;
  /** Told where prices went with every beat that this run has published. Must not wait for anything. */
  onBeat?: (paths: BeatPath[]) => void;
  /**
   * Venue's time up to which a symbol's price path has been walked, ms; 0 while that is not known. Left out where
   * nothing waits for prices.
   */
  walkedThrough?: (symbol: string) => number;
  /** Asks for the venue's clock, ms. */
  readVenueMs?: () => Promise<number>;
  timing?: SocketTiming;
};

/** How a run ended and what it did. */
export type IngestResult = {
  outcome: "handed_over" | "time_is_up" | "stopped";
  led: boolean;
  beats: number;
  messages: number;
  dropped: Feed["counts"]["dropped"];
};

/**
 * Listens to the venue and publishes a beat every 100 ms for as long as this run leads.
 *
 * A run first warms up beside the leader of the moment, then takes the lease from it: the fence makes the
 * old leader's next beat void, and the new one goes on exactly after the old one's last trade. So cron can
 * start a run every minute and the feed has no hole. When Redis is away the run keeps listening, and its
 * next beat after the return carries the newest state.
 */
export async function runIngest(options: IngestOptions): Promise<IngestResult> {
  const deadlineMs = Date.now() + options.runMs;
  const feed = new Feed(options.symbols);
  const clock = new VenueClock();
  const subscriptions = new Subscriptions(options.symbols, (request) => socket.send(request));
  const socket = openVenueSocket(
    options.wsUrl,
    {
      onOpen: () => {
        feed.awaitSnapshots();
        subscriptions.subscribeAll();
      },
      onMessage: (text) => receive(text),
      onDown: (why) => log.warn("venue-connection-lost", { ...why, owner: options.owner }),
    },
    options.timing,
  );

  const receive = (text: string) => {
    const message = parseVenueMessage(text);
    if (message.kind === "refused") {
      const lost = subscriptions.noteRefusal(message.requestId, message.reason, Date.now());
      if (lost) reportError("venue-refused-symbol", message.reason, { symbol: message.requestId });
    }
    const nowMs = Date.now();
    if ("timeMs" in message) clock.noteMessage(message.timeMs, nowMs);
    const result = feed.ingest(message, nowMs);
    if (result) subscriptions.renewBook(result.resubscribeBook);
  };

  const isOver = () => options.signal?.aborted === true || Date.now() >= deadlineMs;
  let beats = 0;
  let led = false;
  let outcome: IngestResult["outcome"] = "time_is_up";
  const asking = setInterval(() => void askClock(clock, options.readVenueMs), ASK_CLOCK_EVERY_MS);
  void askClock(clock, options.readVenueMs);
  try {
    await waitUntilReady({ isWarm: () => feed.isWarm(subscriptions.refused()), isOver });
    if (!isOver()) {
      led = true;
      const result = await lead({
        ...options,
        feed,
        clock,
        subscriptions,
        isConnected: socket.isOpen,
        isOver,
      });
      beats = result.beats;
      if (result.taken) outcome = "handed_over";
    }
    if (options.signal?.aborted) outcome = "stopped";
  } finally {
    clearInterval(asking);
    socket.close();
  }
  return { outcome, led, beats, messages: feed.counts.messages, dropped: feed.counts.dropped };
}

/** Until we could lead without a hole, or until nobody leads: then even a cold feed is better than none. */
async function waitUntilReady(options: { isWarm: () => boolean; isOver: () => boolean }): Promise<void> {
  while (!options.isWarm() && !options.isOver()) {
    try {
      if (!(await isLeaseHeld())) return;
    } catch (error) {
      reportError("ingest-lease-unreadable", error);
    }
    await pause(WARM_POLL_MS);
  }
}

/** A venue that does not answer leaves the clock as it is known. */
async function askClock(clock: VenueClock, readVenueMs = fetchVenueMs): Promise<void> {
  const sentMs = Date.now();
  try {
    clock.noteAnswer({ sentMs, venueMs: await readVenueMs(), nowMs: Date.now() });
  } catch (error) {
    log.info("venue-clock-unknown", { reason: error instanceof Error ? error.message : "unknown" });
  }
}

type Leading = IngestOptions & {
  feed: Feed;
  clock: VenueClock;
  subscriptions: Subscriptions;
  isConnected: () => boolean;
  isOver: () => boolean;
};

async function lead(leading: Leading): Promise<{ beats: number; taken: boolean }> {
  const { feed, clock, subscriptions, owner, isOver } = leading;
  const walkedThrough = leading.walkedThrough ?? ((symbol: string) => feed.tickMs(symbol));
  let fence: number | null = null;
  let beats = 0;
  let statusAtMs = 0;
  let reportedAtMs = Date.now();
  let reportedDrops = 0;
  let nextBeatMs = Date.now();

  while (!isOver()) {
    try {
      fence ??= await startLeading(owner, feed);
      const nowMs = Date.now();
      const isStatusDue = nowMs - statusAtMs >= STATUS_EVERY_MS;
      const offsetMs = clock.offsetMs();
      const frames = feed.takeFrames({ fence, sequence: beats }, (symbol) => ({
        offsetMs,
        walkedMs: walkedThrough(symbol),
      }));
      if (frames.length > 0 || isStatusDue) {
        const status = isStatusDue ? buildStatus(leading, fence) : null;
        const held = await publishBeat({ fence, frames, status });
        if (held === "taken") return { beats, taken: true };
        if (held === "lost") {
          feed.returnFrames();
          fence = null;
          continue;
        }
        if (isStatusDue) statusAtMs = nowMs;
        leading.onBeat?.(feed.takePaths());
        beats += 1;
      }
      subscriptions.retryRefused(nowMs);
      const drops = countDrops(feed);
      if (drops > reportedDrops && nowMs - reportedAtMs >= REPORT_DROPS_EVERY_MS) {
        reportError("venue-messages-dropped", `${drops - reportedDrops} in a minute`, feed.counts.dropped);
        reportedAtMs = nowMs;
        reportedDrops = drops;
      }
    } catch (error) {
      feed.returnFrames();
      reportError("ingest-beat-failed", error, { owner });
    }
    // Beats keep to their grid; one that came late is not made up for, its prices are in the next one.
    nextBeatMs = Math.max(nextBeatMs + BEAT_MS, Date.now());
    await pause(nextBeatMs - Date.now());
  }
  if (fence !== null) await releaseLease(fence).catch((error) => reportError("ingest-lease-kept", error));
  return { beats, taken: false };
}

/** Takes the lease and skips the trades that the leader before us has already published. */
async function startLeading(owner: string, feed: Feed): Promise<number> {
  const fence = await takeLease(owner, Date.now());
  for (const [symbol, text] of await readLatestFrames()) {
    const lastTrade = sliceFrame(text)?.lastTrade;
    if (lastTrade) feed.continueAfter(symbol, lastTrade);
  }
  return fence;
}

function buildStatus(leading: Leading, fence: number): FeedStatus {
  const { feed, subscriptions, isConnected } = leading;
  return {
    fence,
    sentMs: Date.now(),
    lastHeardMs: feed.lastHeardMs,
    connected: isConnected(),
    refused: [...subscriptions.refused()],
    messages: feed.counts.messages,
    dropped: countDrops(feed),
  };
}

function countDrops(feed: Feed): number {
  return Object.values(feed.counts.dropped).reduce((sum, count) => sum + count, 0);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
