import type { Command } from "@/lib/core/engine/commands";
import { advanceReplay, canAdvance } from "@/lib/lab/replay/advance-replay";
import { finishReplay } from "@/lib/lab/replay/finish-replay";
import { createReplay, type Replay, type ReplayInput, replayTime } from "@/lib/lab/replay/replay";
import { tradeInReplay } from "@/lib/lab/replay/trade-in-replay";

/** What a replay was: with its input it is computed again, event by event. */
export type ReplayRecord = {
  commands: readonly { atMs: number; command: Command }[];
  revealed: number;
  isRewound: boolean;
  isFinished: boolean;
};

/** The replay as it was left. */
export function restoreReplay(input: ReplayInput, record: ReplayRecord): Replay {
  const replay = createReplay(input);
  for (const { atMs, command } of record.commands) {
    while (replayTime(replay) < atMs && canAdvance(replay)) advanceReplay(replay);
    tradeInReplay(replay, command);
  }
  while (replay.revealed < record.revealed && canAdvance(replay)) advanceReplay(replay);
  replay.isRewound = record.isRewound;
  if (record.isFinished) finishReplay(replay);
  return replay;
}

const DECIMAL = /^-?\d+n$/;

/** A record as text: decimals as "123n". */
export function encodeRecord(record: ReplayRecord): string {
  return JSON.stringify(record, (_, value) => (typeof value === "bigint" ? `${value}n` : value));
}

export function decodeRecord(text: string): ReplayRecord {
  return JSON.parse(text, (_, value) =>
    typeof value === "string" && DECIMAL.test(value) ? BigInt(value.slice(0, -1)) : value,
  ) as ReplayRecord;
}
