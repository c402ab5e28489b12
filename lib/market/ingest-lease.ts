import "server-only";
import { getRedis } from "@/lib/infra/redis";
import { tickerChannel } from "@/lib/market/ticker-frame";

/** Who leads: a hash of `fence` and `owner`, gone when the leader has been silent for `LEASE_MS`. */
const LEASE_KEY = "market:lease";
/** The last fence that was given out; never expires. */
const FENCE_KEY = "market:fence";
/** Newest frame of each symbol, so that a process that starts has something to show at once. */
export const LATEST_KEY = "market:latest";
/** Newest word of the leader about itself, see `FeedStatus`. */
export const STATUS_KEY = "market:status";
/** Status travels on the pattern that the hubs listen to anyway. */
export const STATUS_CHANNEL = tickerChannel("$status");

/** How long a leader that stopped renewing keeps others out, in ms. */
export const LEASE_MS = 5_000;

/** What the leader says about itself once a second, so that silence of the market and of the leader differ. */
export type FeedStatus = {
  fence: number;
  /** Leader's clock, ms. */
  sentMs: number;
  /** When the venue last said anything usable, leader's clock, ms. */
  lastHeardMs: number | null;
  connected: boolean;
  /** Symbols that the venue refuses to send. */
  refused: string[];
  messages: number;
  dropped: number;
};

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

/** Renews, stores and publishes a beat in one step, and nothing of it when the lease is another's. */
const PUBLISH = `
local held = redis.call('HGET', KEYS[1], 'fence')
if not held then return 'lost' end
if held ~= ARGV[1] then return 'taken' end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
if ARGV[3] ~= '' then
  redis.call('SET', KEYS[3], ARGV[3])
  redis.call('PUBLISH', ARGV[4], ARGV[3])
end
for i = 5, #ARGV, 3 do
  redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 2])
  redis.call('PUBLISH', ARGV[i + 1], ARGV[i + 2])
end
return 'held'`;

const RELEASE = `
if redis.call('HGET', KEYS[1], 'fence') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 'ok'`;

/** Makes `owner` the leader, whoever led before, and returns its fence. */
export async function takeLease(owner: string, nowMs: number): Promise<number> {
  const fence = await getRedis().eval(TAKE, [LEASE_KEY, FENCE_KEY], [String(nowMs), owner, String(LEASE_MS)]);
  return Number(fence);
}

/** True while some leader renews its lease. */
export async function isLeaseHeld(): Promise<boolean> {
  return (await getRedis().exists(LEASE_KEY)) === 1;
}

/**
 * Publishes a beat under `fence`.
 *
 * @returns `held` when it is out; `taken` when another leads now; `lost` when nobody does (Redis was
 * emptied, or we were silent too long): nothing was published in those two cases.
 */
export async function publishBeat(beat: {
  fence: number;
  frames: [symbol: string, frame: string][];
  status: FeedStatus | null;
}): Promise<"held" | "taken" | "lost"> {
  const frameArgs = beat.frames.flatMap(([symbol, frame]) => [symbol, tickerChannel(symbol), frame]);
  const outcome = await getRedis().eval(
    PUBLISH,
    [LEASE_KEY, LATEST_KEY, STATUS_KEY],
    [
      String(beat.fence),
      String(LEASE_MS),
      beat.status ? JSON.stringify(beat.status) : "",
      STATUS_CHANNEL,
      ...frameArgs,
    ],
  );
  return outcome as "held" | "taken" | "lost";
}

/** Gives the lease back if it is still ours, so that a successor need not wait for it to run out. */
export async function releaseLease(fence: number): Promise<void> {
  await getRedis().eval(RELEASE, [LEASE_KEY], [String(fence)]);
}

/** The newest frames by symbol, as their leaders encoded them. */
export async function readLatestFrames(): Promise<Map<string, string>> {
  // Without its automatic deserialisation the client leaves the reply flat: name, value, name, value.
  const flat = (await getRedis().hgetall(LATEST_KEY)) as unknown as string[] | null;
  const frames = new Map<string, string>();
  for (let at = 0; flat && at + 1 < flat.length; at += 2) frames.set(String(flat[at]), String(flat[at + 1]));
  return frames;
}

/** The same for these symbols alone; those without a frame are left out. */
export async function readLatestFramesOf(
  symbols: readonly string[],
): Promise<[symbol: string, frame: string][]> {
  // A list in the order of the symbols, for the same reason.
  const found = (await getRedis().hmget(LATEST_KEY, ...symbols)) as unknown as (string | null)[] | null;
  return symbols.flatMap((symbol, index) => {
    const frame = found?.[index];
    return frame ? [[symbol, String(frame)] as [string, string]] : [];
  });
}
