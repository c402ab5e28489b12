import "server-only";
import { z } from "zod";
import { getRedis } from "@/lib/infra/redis/redis";

const WATERMARKS_KEY = "trading:settled";

const watermarkSchema = z.object({
  throughMs: z.number(),
  last: z.string(),
  minuteMs: z.number(),
  high: z.string(),
  low: z.string(),
});

/**
 * How far a symbol's prices have been processed for waiting orders: everything up to `throughMs` (the venue's
 * clock), the last price then, and the range since the minute `minuteMs` began.
 */
export type Watermark = z.infer<typeof watermarkSchema>;

/** The newer mark wins, whatever the order of the writes. */
const ADVANCE = `
local held = redis.call('HGET', KEYS[1], ARGV[1] .. ':ms')
if held and tonumber(held) >= tonumber(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3], ARGV[1] .. ':ms', ARGV[2])
return 1`;

/** The watermark of a symbol; null before the first, and after Redis was emptied. */
export async function readWatermark(symbol: string): Promise<Watermark | null> {
  const text = await getRedis().hget<string>(WATERMARKS_KEY, symbol);
  return text ? watermarkSchema.parse(JSON.parse(text)) : null;
}

/** Stores how far a symbol's price path has been processed. */
export async function writeWatermark(symbol: string, mark: Watermark): Promise<void> {
  await getRedis().eval(ADVANCE, [WATERMARKS_KEY], [symbol, String(mark.throughMs), JSON.stringify(mark)]);
}
