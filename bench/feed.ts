import { type BenchRow, median } from "@/bench/bench-row";
import { secondsOfCore } from "@/bench/engine/seconds-of-core";
import { measureRedisBill } from "@/bench/feed/redis-bill";
import { buildFrames, FOLLOWED, SYMBOLS, VENUE_FRAMES_A_SECOND } from "@/bench/feed/venue-frames";
import { packJson } from "@/lib/infra/pack-json";
import { Feed } from "@/lib/market/ingest/feed";
import { parseVenueMessage } from "@/lib/market/venue/parse-venue-message";

const FRAMES_A_PUBLICATION = VENUE_FRAMES_A_SECOND / 10;
const REPETITIONS = 5;

/** W6, the share of a core for the whole venue, and W7, the cost of its publications at a hosted Redis. */
export async function run(): Promise<BenchRow[]> {
  const { snapshots, deltas } = buildFrames();
  const shares: number[] = [];
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) shares.push(measure(snapshots, deltas));
  const share = median(shares);
  return [
    {
      claim: `W6 feed: share of a core for ${SYMBOLS.length} tickers and ${FOLLOWED.length} books, parsed, applied and packed`,
      ours: share.toFixed(3),
      limit: `the venue's ${VENUE_FRAMES_A_SECOND} frames a second`,
      ratio: share / 0.35,
      target: "<= 1 (0.35 of a core)",
      isMet: share <= 0.35,
    },
    ...(await measureRedisBill()),
  ];
}

function measure(snapshots: readonly string[], deltas: readonly string[]): number {
  const feed = new Feed(SYMBOLS);
  feed.follow(new Set(FOLLOWED));
  for (const text of snapshots) feed.ingest(parseVenueMessage(text), 1);
  const take = (publication: number, isKey: boolean) =>
    packJson(
      feed.drainChanges({
        sentMs: 1_000 + publication * 100,
        isKey,
        withRows: publication % 5 === 0,
        withFigures: publication % 20 === 0,
      }),
    );
  take(0, true);
  const started = process.cpuUsage();
  deltas.forEach((text, index) => {
    feed.ingest(parseVenueMessage(text), 1_000 + index);
    if (index % FRAMES_A_PUBLICATION !== 0) return;
    const publication = index / FRAMES_A_PUBLICATION;
    take(publication, publication % 100 === 99);
  });
  const seconds = secondsOfCore(started);
  const dropped = Object.values(feed.counts.dropped).reduce((sum, count) => sum + count, 0);
  if (dropped > 0) throw new Error(`${dropped} of the bench's own frames were dropped.`);
  return seconds / (deltas.length / VENUE_FRAMES_A_SECOND);
}
