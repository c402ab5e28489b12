import "server-only";
import { getRedis } from "@/lib/infra/redis/redis";
import { encodeFeedMessage, type FeedMessage } from "@/lib/market/ingest/feed-message";
import { INTEREST_VERSION_KEY } from "@/lib/market/ingest/interest";
import { nameShard, type Shard } from "@/lib/market/ingest/shards";
import type { ShardPosition } from "@/lib/market/stream/market-state";

/** How long a leader that stopped renewing keeps others out, in ms. */
export const LEASE_MS = 5_000;
/** The lease is renewed this often, not with every publication: each command counts, in ms. */
const RENEW_EVERY_MS = 1_000;
/** All publications of the feed; the shard's name stands behind it. */
export const FEED_CHANNEL_PREFIX = "market:feed:";

/** What Redis holds of one shard. */
function keysOf(shard: Shard) {
  const name = `market:${nameShard(shard)}`;
  return {
    /** Who leads: a hash of `fence` and `owner`, gone when the leader has been silent for `LEASE_MS`. */
    lease: `${name}:lease`,
    /** The last fence that was given out; never expires. */
    fence: `${name}:fence`,
    /** "fence:sequence" of the newest key message. */
    base: `${name}:base`,
    /** The newest key message. */
    key: `${name}:key`,
    /** The deltas since, in order. */
    log: `${name}:log`,
  };
}

/**
 * Fences are the clock in ms, or the last fence plus one where that is more: they rise even if Redis
 * forgets everything between two leaders.
 */
const TAKE = `
local last = tonumber(redis.call('GET', KEYS[2]) or '0')
local fence = math.max(last + 1, tonumber(ARGV[1]))
local text = string.format('%.0f', fence)
redis.call('SET', KEYS[2], text)
redis.call('HSET', KEYS[1], 'fence', text, 'owner', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return text`;

/** Stores and publishes in one step, and nothing of it when the lease is another's. */
const PUBLISH = `
local held = redis.call('HGET', KEYS[1], 'fence')
if not held then return {'lost', ''} end
if held ~= ARGV[1] then return {'taken', ''} end
if ARGV[2] ~= '' then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
if ARGV[3] ~= '' then
  redis.call('SET', KEYS[2], ARGV[3])
  redis.call('SET', KEYS[3], ARGV[4])
  redis.call('DEL', KEYS[4])
else
  redis.call('RPUSH', KEYS[4], ARGV[4])
end
redis.call('PUBLISH', ARGV[5], ARGV[4])
return {'held', redis.call('GET', KEYS[5]) or ''}`;

/** The deltas after what the reader has, or all that there is where it has something else. */
const READ = `
local base = redis.call('GET', KEYS[1]) or ''
if base == '' then return {} end
if base == ARGV[1] then return redis.call('LRANGE', KEYS[3], ARGV[2], -1) end
local found = redis.call('LRANGE', KEYS[3], 0, -1)
table.insert(found, 1, redis.call('GET', KEYS[2]) or '')
return found`;

const RELEASE = `
if redis.call('HGET', KEYS[1], 'fence') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 'ok'`;

/** Makes `owner` the leader of a shard, whoever led before, and returns its fence. */
export async function acquireLease(shard: Shard, owner: string, nowMs: number): Promise<number> {
  const { lease, fence } = keysOf(shard);
  return Number(await getRedis().eval(TAKE, [lease, fence], [String(nowMs), owner, String(LEASE_MS)]));
}

/** True while some leader of the shard renews its lease. */
export async function isLeaseHeld(shard: Shard): Promise<boolean> {
  return (await getRedis().exists(keysOf(shard).lease)) === 1;
}

/** Gives the lease back if it is still ours, so that a successor need not wait for it to run out. */
export async function releaseLease(shard: Shard, fence: number): Promise<void> {
  await getRedis().eval(RELEASE, [keysOf(shard).lease], [String(fence)]);
}

/** Publishes for one leader of one shard: one script call a publication, however many symbols. */
export class FeedPublisher {
  readonly #shard: Shard;
  readonly #script = getRedis().createScript<[string, string]>(PUBLISH);
  #renewedMs = 0;

  constructor(shard: Shard) {
    this.#shard = shard;
  }

  /**
   * Publishes under the message's fence.
   *
   * @returns `held` when it is out, with the version of what is of interest; `taken` when another leads now; `lost`
   * when nobody does (Redis was emptied, or we were silent too long): nothing was published in those two cases.
   */
  async publish(
    message: FeedMessage,
  ): Promise<{ outcome: "held" | "taken" | "lost"; interestVersion: string }> {
    const { lease, base, key, log } = keysOf(this.#shard);
    const isRenewalDue = message.sentMs - this.#renewedMs >= RENEW_EVERY_MS;
    const [outcome, interestVersion] = await this.#script.exec(
      [lease, base, key, log, INTEREST_VERSION_KEY],
      [
        String(message.fence),
        isRenewalDue ? String(LEASE_MS) : "",
        message.kind === "key" ? formatBase(message) : "",
        encodeFeedMessage(message),
        `${FEED_CHANNEL_PREFIX}${message.shard}`,
      ],
    );
    if (outcome === "held" && isRenewalDue) this.#renewedMs = message.sentMs;
    return { outcome: outcome as "held" | "taken" | "lost", interestVersion };
  }
}

/** What a shard has published after `position`, as texts in order: all of it where the key message is another. */
export async function readPublished(shard: Shard, position: ShardPosition | null): Promise<string[]> {
  const { base, key, log } = keysOf(shard);
  const known = position ? formatBase({ fence: position.fence, sequence: position.keySequence }) : "none";
  const from = position ? position.sequence - position.keySequence : 0;
  const script = getRedis().createScript<string[]>(READ);
  return (await script.exec([base, key, log], [known, String(from)])).map(String);
}

function formatBase({ fence, sequence }: { fence: number; sequence: number }): string {
  return `${fence}:${sequence}`;
}
