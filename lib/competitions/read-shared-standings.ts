import "server-only";
import { listStandings } from "@/lib/competitions/list-standings";
import { getFailFastRedis } from "@/lib/infra/redis/redis";
import { type StandingsResponse, standingsResponseSchema } from "@/lib/schemas/challenge/competitions";

/** In this time one process of all queries the table, in ms. */
const TURN_MS = 1_000;
/** A table that no process has renewed for longer is not shown, in ms. */
const KEPT_MS = 10_000;

/**
 * The table of a competition, at most about two seconds old and queried once a second by all processes together: the
 * first one in a second queries it and stores it in Redis for the others. While Redis is unavailable each process
 * queries for itself. @throws AppError `not_found`
 */
export async function readSharedStandings(id: string): Promise<StandingsResponse> {
  const stored = await readStored(id).catch(() => null);
  if (stored !== null) return stored;
  const standings = await listStandings(id);
  await getFailFastRedis()
    .set(keyOf(id), JSON.stringify(standings), { px: KEPT_MS })
    // The viewers of this process have it in any case.
    .catch(() => {});
  return standings;
}

/** The table that another process has stored; null when it is this one's turn. @throws when Redis is unavailable */
async function readStored(id: string): Promise<StandingsResponse | null> {
  const redis = getFailFastRedis();
  const isOurTurn = await redis.set(`${keyOf(id)}:turn`, "1", { nx: true, px: TURN_MS });
  if (isOurTurn !== null) return null;
  const text = await redis.get<string>(keyOf(id));
  return text === null ? null : standingsResponseSchema.parse(JSON.parse(text));
}

function keyOf(id: string): string {
  return `competition-standings:${id}`;
}
