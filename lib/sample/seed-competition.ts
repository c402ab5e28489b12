import { openEntry } from "@/lib/competitions/open-entry";
import {
  findCompetition,
  insertCompetitionEntry,
  insertPublicCompetition,
} from "@/lib/db/competitions/competitions";
import { sha256 } from "@/lib/infra/sha256";
import { HISTORY_HOURS, type SampleHistory } from "@/lib/sample/load-history";
import { type Life, seedTrading } from "@/lib/sample/seed-trading";

const ID = "sample-weekly-cup";
const NAME = "Weekly cup";
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** It began three days ago and ends in four. */
const BEGAN_HOURS_AGO = 72;
const LASTS_MS = 7 * DAY_MS;
const TRADE_EVERY_HOURS = 9;
const TRADES = 7;

/** A public competition that runs, with a table of these traders. */
export async function seedCompetition(
  adminId: string,
  userIds: readonly string[],
  candles: SampleHistory | null,
): Promise<void> {
  if ((await findCompetition(ID)) === null) await open(adminId);
  const competition = await findCompetition(ID);
  if (competition === null) throw new Error("The sample competition was not stored.");
  const joinedAt = new Date(competition.startsAt.getTime() - HOUR_MS);
  for (const [index, userId] of userIds.entries()) {
    const portfolioId = await insertCompetitionEntry(competition, {
      userId,
      portfolioId: `c_${sha256(`${ID} ${userId}`).slice(0, 24)}`,
      joinedAt,
    });
    await openEntry({ userId, portfolioId, nowMs: joinedAt.getTime() }, competition);
    await seedTrading(portfolioId, createLife(index), candles);
  }
}

async function open(adminId: string): Promise<void> {
  const startsAt = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS - BEGAN_HOURS_AGO * HOUR_MS);
  const endsAt = new Date(startsAt.getTime() + LASTS_MS);
  const reason = "The demo shows a competition.";
  await insertPublicCompetition(
    { adminId, action: "create-competition", target: `competition:${ID}`, reason },
    {
      id: ID,
      ownerId: adminId,
      name: NAME,
      code: null,
      opening: "10000",
      symbols: [],
      maxDrawdown: "0.1",
      minTrades: 1,
      maxEntries: 10_000,
      startsAt,
      entryUntil: new Date(endsAt.getTime() - DAY_MS),
      endsAt,
      status: "RUNNING",
      createdAt: new Date(startsAt.getTime() - DAY_MS),
    },
  );
}

function createLife(index: number): Life {
  const first = HISTORY_HOURS - BEGAN_HOURS_AGO + 1;
  return {
    startHours: Array.from({ length: TRADES }, (_, trade) => first + trade * TRADE_EVERY_HOURS),
    untilHour: HISTORY_HOURS - 4,
    character: index * 7 + 1,
    leavesOpen: false,
    value: 4_000 + index * 1_000,
  };
}
