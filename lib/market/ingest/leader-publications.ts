import "server-only";
import type { Feed } from "@/lib/market/ingest/feed";
import type { FeedMessage, FeedStatus } from "@/lib/market/ingest/feed-message";
import { FeedPublisher } from "@/lib/market/ingest/ingest-lease";
import { nameShard, type Shard } from "@/lib/market/ingest/shards";
import type { VenueClock } from "@/lib/market/venue/venue-clock";

const STATUS_EVERY_MS = 1_000;
/** Rows of the symbols that are not followed. */
const ROWS_EVERY_MS = 500;
const FIGURES_EVERY_MS = 2_000;
/** A new key message: readers who come need it and all deltas since. */
const KEY_EVERY_MS = 10_000;
/** What is due within this time goes out now: timers come late, not early, in ms. */
const SLACK_MS = 20;

type Options = {
  shard: Shard;
  feed: Feed;
  clock: VenueClock;
  walkedThrough?: ((symbol: string) => number) | undefined;
  buildStatus: (fence: number) => FeedStatus;
};

/** What one leader publishes, and when which part of it is due. */
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

  /** Publishes what has changed; null when nothing has. @throws when Redis is away: the next one is a key message then */
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
    const changes = feed.takeChanges({
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
