import "server-only";
import { getEnv } from "@/lib/infra/env/env";
import { getRedis } from "@/lib/infra/redis/redis";
import { encodeFeedMessage, type FeedMessage } from "@/lib/market/ingest/feed-message";
import { INTEREST_VERSION_KEY } from "@/lib/market/ingest/interest";
import { nameShard, type Shard } from "@/lib/market/ingest/shards";
import type { ShardPosition } from "@/lib/market/stream/market-state";

/**
 * The lease is renewed at this interval and not with every publication, since each Redis command is billed;
 * in ms.
 */
const RENEW_EVERY_MS = 1_000;
/** Channel prefix of all publications of the feed; the shard's name follows. */
export const FEED_CHANNEL_PREFIX = "market:feed:";

/** The Redis keys of one shard. */
function keysOf(shard: Shard) {
  const name = `market:${nameShard(shard)}`;
  return {
    /** The leader: a hash of `fence` and `owner`, which expires after `INGEST_LEASE_MS` without renewal. */
    lease: `${name}:lease`,
    /** The last fence that was issued; never expires. */
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
 * A fence is the clock in ms, or the last fence plus one if that is larger: fences rise even if Redis loses
 * its data between two leaders.
 */
const ACQUIRE = `
local last = tonumber(redis.call('GET', KEYS[2]) or '0')
local fence = math.max(last + 1, tonumber(ARGV[1]))
local text = string.format('%.0f', fence)
redis.call('SET', KEYS[2], text)
redis.call('HSET', KEYS[1], 'fence', text, 'owner', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return text`;

/** Stores and publishes atomically; does nothing when another leader has the lease. */
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

/** The deltas after the reader's position, or everything if its key message is another one. */
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

/** Makes `owner` the leader of a shard, replacing any other, and returns its fence. */
export async function acquireLease(shard: Shard, owner: string, nowMs: number): Promise<number> {
  const { lease, fence } = keysOf(shard);
  return Number(await getRedis().eval(ACQUIRE, [lease, fence], [String(nowMs), owner, leaseText()]));
}

/** Lifetime of a lease that is not renewed, in ms, as an argument of a script. */
function leaseText(): string {
  return String(getEnv().INGEST_LEASE_MS);
}

/** True while some leader of the shard renews its lease. */
export async function hasLeaseHolder(shard: Shard): Promise<boolean> {
  return (await getRedis().exists(keysOf(shard).lease)) === 1;
}

/** Releases the lease if it is still ours, so that a successor need not wait for its expiry. */
export async function releaseLease(shard: Shard, fence: number): Promise<void> {
  await getRedis().eval(RELEASE, [keysOf(shard).lease], [String(fence)]);
}

/** Publishes for one leader of one shard: one script call for each publication, however many symbols. */
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
   * @returns `held` when it was published, with the version of the interest set; `taken` when another process
   * leads now; `lost` when none does (Redis was emptied, or the lease has expired): nothing was published in
   * the last two cases.
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
        isRenewalDue ? leaseText() : "",
        message.kind === "key" ? formatBase(message) : "",
        encodeFeedMessage(message),
        `${FEED_CHANNEL_PREFIX}${message.shard}`,
      ],
    );
    if (outcome === "held" && isRenewalDue) this.#renewedMs = message.sentMs;
    return { outcome: outcome as "held" | "taken" | "lost", interestVersion };
  }
}

/**
 * A shard's publications after `position`, as texts in order: all of them if the key message is another one.
 */
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
