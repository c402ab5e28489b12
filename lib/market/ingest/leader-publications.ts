import "server-only";
import type { Feed } from "@/lib/market/ingest/feed";
import type { FeedMessage, FeedStatus } from "@/lib/market/ingest/feed-message";
import { FeedPublisher } from "@/lib/market/ingest/ingest-lease";
import { nameShard, type Shard } from "@/lib/market/ingest/shards";
import type { VenueClock } from "@/lib/market/venue/venue-clock";

const STATUS_EVERY_MS = 1_000;
/** Publish interval for rows of symbols that are not followed, in ms. */
const ROWS_EVERY_MS = 500;
const FIGURES_EVERY_MS = 2_000;
/** Interval of key messages, in ms: new readers need one and all deltas since. */
const KEY_EVERY_MS = 10_000;
/** Anything due within this time is published now, in ms: timers fire late, not early. */
const SLACK_MS = 20;

type Options = {
  shard: Shard;
  feed: Feed;
  clock: VenueClock;
  walkedThrough?: ((symbol: string) => number) | undefined;
  buildStatus: (fence: number) => FeedStatus;
};

/** The publications of one leader and their schedule. */
export class LeaderPublications {
  readonly #options: Options;
  readonly #publisher: FeedPublisher;
  readonly #dueMs = { status: 0, rows: 0, figures: 0, key: 0 };
  #fence = 0;
  #sequence = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#publisher = new FeedPublisher(options.shard);
  }

  /**
   * Publishes the changes; null when there are none. @throws when Redis is unavailable: the next one is then
   * a key message
   */
  async publish(fence: number): Promise<Awaited<ReturnType<FeedPublisher["publish"]>> | null> {
    if (fence !== this.#fence) this.#dueMs.key = 0;
    this.#fence = fence;
    const message = this.#build(fence, Date.now());
    if (!message) return null;
    try {
      const published = await this.#publisher.publish(message);
      if (published.outcome !== "held") this.#giveBack();
      return published;
    } catch (error) {
      this.#giveBack();
      throw error;
    }
  }

  #giveBack(): void {
    this.#options.feed.returnChanges();
    this.#dueMs.key = 0;
  }

  #build(fence: number, sentMs: number): FeedMessage | null {
    const { feed, shard, clock, walkedThrough, buildStatus } = this.#options;
    const isKey = this.#isDue("key", sentMs, KEY_EVERY_MS);
    const withRows = this.#isDue("rows", sentMs, ROWS_EVERY_MS);
    const withFigures = withRows && this.#isDue("figures", sentMs, FIGURES_EVERY_MS);
    const withStatus = this.#isDue("status", sentMs, STATUS_EVERY_MS);
    const changes = feed.drainChanges({
      sentMs,
      isKey,
      withRows,
      withFigures,
      walkedThrough: walkedThrough ?? ((symbol) => feed.tickMs(symbol)),
    });
    if (changes.length === 0 && !isKey && !withStatus) return null;
    this.#sequence += 1;
    return {
      kind: isKey ? "key" : "delta",
      shard: nameShard(shard),
      fence,
      sequence: this.#sequence,
      sentMs,
      offsetMs: clock.offsetMs(),
      changes,
      ...((withStatus || isKey) && { status: buildStatus(fence) }),
    };
  }

  #isDue(part: "status" | "rows" | "figures" | "key", nowMs: number, everyMs: number): boolean {
    if (nowMs < this.#dueMs[part] - SLACK_MS) return false;
    this.#dueMs[part] = nowMs + everyMs;
    return true;
  }
}
