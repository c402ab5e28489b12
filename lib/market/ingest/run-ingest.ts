import "server-only";
import { getEnv } from "@/lib/infra/env/env";
import { log } from "@/lib/infra/telemetry/log";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { Feed } from "@/lib/market/ingest/feed";
import type { FeedStatus } from "@/lib/market/ingest/feed-message";
import { FollowedSymbols } from "@/lib/market/ingest/followed-symbols";
import { acquireLease, hasLeaseHolder, releaseLease } from "@/lib/market/ingest/ingest-lease";
import { LeaderPublications } from "@/lib/market/ingest/leader-publications";
import type { PublishedPath } from "@/lib/market/ingest/published-path";
import { nameShard, type Shard } from "@/lib/market/ingest/shards";
import { readMarketState } from "@/lib/market/stream/read-market-state";
import { VenueClock } from "@/lib/market/venue/venue-clock";
import { VenueConnections } from "@/lib/market/venue/venue-connections";
import { fetchVenueMs } from "@/lib/market/venue/venue-rest";
import type { SocketTiming } from "@/lib/market/venue/venue-socket";

/** How often the venue's clock is requested, in ms. */
const ASK_CLOCK_EVERY_MS = 15_000;
const WARM_POLL_MS = 100;
const REPORT_DROPS_EVERY_MS = 60_000;

export type IngestOptions = {
  owner: string;
  wsUrl: string;
  shard: Shard;
  /** The symbols of this shard. */
  symbols: readonly string[];
  /** How long this run may last, in ms. */
  runMs: number;
  signal?: AbortSignal;
  /** Called with the price paths of every publication of this run. Must not block. */
  onPublish?: (paths: PublishedPath[]) => void;
  /**
   * Venue's time up to which a symbol's price path has been walked, ms; 0 while unknown. Absent if no orders
   * wait for prices.
   */
  walkedThrough?: (symbol: string) => number;
  /** Those of the symbols that have positions or waiting orders: they are always followed. */
  readActiveSymbols?: (symbols: readonly string[]) => Promise<string[]>;
  /** Reads the venue's clock, ms. */
  readVenueMs?: () => Promise<number>;
  timing?: SocketTiming;
};

/** How a run ended, and its counts. */
export type RunResult = {
  shard: string;
  outcome: "handed_over" | "time_is_up" | "stopped";
  led: boolean;
  publications: number;
  messages: number;
  dropped: Feed["counts"]["dropped"];
};

/**
 * Receives the venue's messages and publishes them, conflated to `PUBLISH_INTERVAL_MS`, for as long as this run leads
 * its shard.
 *
 * A run first warms up while the current leader still publishes, then acquires the lease: the fence makes the
 * old leader's next publication void, and the new leader continues exactly after the old one's last trade. So
 * cron can start a run every minute without a gap in the feed. When Redis is unavailable the run keeps
 * receiving, and its next publication afterwards contains the newest state.
 */
export async function runIngest(options: IngestOptions): Promise<RunResult> {
  const expiresAtMs = Date.now() + options.runMs;
  const feed = new Feed(options.symbols);
  const clock = new VenueClock();
  const connections: VenueConnections = new VenueConnections({
    url: options.wsUrl,
    owner: options.owner,
    timing: options.timing,
    onReconnected: (symbols) => feed.awaitSnapshots(symbols),
    onMessage: (message) => {
      const nowMs = Date.now();
      if ("timeMs" in message) clock.recordMessage(message.timeMs, nowMs);
      const result = feed.ingest(message, nowMs);
      if (result) connections.renewBook(result.resubscribeBook);
    },
  });
  const followed = new FollowedSymbols({ ...options, feed, connections });
  const isOver = () => options.signal?.aborted === true || Date.now() >= expiresAtMs;
  const result: RunResult = {
    shard: nameShard(options.shard),
    outcome: "time_is_up",
    led: false,
    publications: 0,
    messages: 0,
    dropped: feed.counts.dropped,
  };
  const asking = setInterval(() => void askClock(clock, options.readVenueMs), ASK_CLOCK_EVERY_MS);
  void askClock(clock, options.readVenueMs);
  try {
    connections.followTickers(options.symbols);
    await followed.refresh();
    await waitUntilReady(options.shard, { isWarm: () => feed.isWarm(connections.rejected()), isOver });
    if (!isOver()) {
      result.led = true;
      const led = await lead({ ...options, feed, clock, connections, followed, isOver });
      result.publications = led.publications;
      if (led.isTaken) result.outcome = "handed_over";
    }
    if (options.signal?.aborted) result.outcome = "stopped";
  } finally {
    clearInterval(asking);
    connections.close();
  }
  return { ...result, messages: feed.counts.messages };
}

/**
 * Waits until this run can lead without a gap, or until there is no leader: then even a cold feed is better
 * than none.
 */
async function waitUntilReady(
  shard: Shard,
  options: { isWarm: () => boolean; isOver: () => boolean },
): Promise<void> {
  while (!options.isWarm() && !options.isOver()) {
    try {
      if (!(await hasLeaseHolder(shard))) return;
    } catch (error) {
      reportError("ingest-lease-unreadable", error);
    }
    await pause(WARM_POLL_MS);
  }
}

/** If the venue does not respond, the clock stays unchanged. */
async function askClock(clock: VenueClock, readVenueMs = fetchVenueMs): Promise<void> {
  const sentMs = Date.now();
  try {
    clock.recordResponse({ sentMs, venueMs: await readVenueMs(), nowMs: Date.now() });
  } catch (error) {
    log.info("venue-clock-unknown", { reason: error instanceof Error ? error.message : "unknown" });
  }
}

type Leading = IngestOptions & {
  feed: Feed;
  clock: VenueClock;
  connections: VenueConnections;
  followed: FollowedSymbols;
  isOver: () => boolean;
};

async function lead(leading: Leading): Promise<{ publications: number; isTaken: boolean }> {
  const { feed, shard, owner, followed, isOver } = leading;
  const publications = new LeaderPublications({
    ...leading,
    buildStatus: (fence) => buildStatus(leading, fence),
  });
  const drops = new DropReports(feed);
  const intervalMs = getEnv().PUBLISH_INTERVAL_MS;
  let fence: number | null = null;
  let count = 0;
  let nextMs = Date.now();
  while (!isOver()) {
    try {
      fence ??= await startLeading(shard, owner, feed);
      const published = await publications.publish(fence);
      if (published?.outcome === "taken") return { publications: count, isTaken: true };
      if (published?.outcome === "lost") {
        fence = null;
        continue;
      }
      if (published) {
        leading.onPublish?.(feed.drainPaths());
        followed.recordVersion(published.interestVersion);
        count += 1;
      }
      leading.connections.retryRejected(Date.now());
      drops.report();
    } catch (error) {
      reportError("ingest-publication-failed", error, { owner, shard: nameShard(shard) });
    }
    // Publications stay on their grid; a late one is not made up for, since its prices are in the next one.
    nextMs = Math.max(nextMs + intervalMs, Date.now());
    await pause(nextMs - Date.now());
  }
  if (fence !== null) {
    await releaseLease(shard, fence).catch((error) => reportError("ingest-lease-kept", error));
  }
  return { publications: count, isTaken: false };
}

/**
 * Acquires the lease and continues from the previous leader's publications: its trades are already published,
 * and a symbol without a message so far keeps its last prices.
 */
async function startLeading(shard: Shard, owner: string, feed: Feed): Promise<number> {
  const fence = await acquireLease(shard, owner, Date.now());
  for (const [symbol, frame] of (await readMarketState([shard])).frames()) {
    if (frame.lastTrade) feed.continueAfter(symbol, frame.lastTrade);
    feed.restore(frame.tick);
  }
  return fence;
}

function buildStatus(leading: Leading, fence: number): FeedStatus {
  const { feed, connections, followed, shard, symbols } = leading;
  return {
    shard: nameShard(shard),
    fence,
    sentMs: Date.now(),
    lastHeardMs: feed.lastHeardMs,
    connected: connections.areOpen(),
    connections: connections.count(),
    symbols: symbols.length,
    followed: followed.size,
    rejected: [...connections.rejected()].sort(),
    messages: feed.counts.messages,
    dropped: countDrops(feed),
  };
}

/** Reports dropped messages, at most once a minute. */
class DropReports {
  readonly #feed: Feed;
  #atMs = Date.now();
  #reported = 0;

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  report(): void {
    const drops = countDrops(this.#feed);
    if (drops <= this.#reported || Date.now() - this.#atMs < REPORT_DROPS_EVERY_MS) return;
    reportError("venue-messages-dropped", `${drops - this.#reported} in a minute`, this.#feed.counts.dropped);
    this.#atMs = Date.now();
    this.#reported = drops;
  }
}

/** Counts unusable messages. A message of a symbol that was just unfollowed does not count. */
function countDrops(feed: Feed): number {
  const { not_followed = 0, ...dropped } = feed.counts.dropped;
  return Object.values(dropped).reduce((sum, count) => sum + count, 0);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
