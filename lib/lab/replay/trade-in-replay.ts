import type { Command } from "@/lib/core/engine/commands";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { contextNow, decideInReplay, type Replay, replayTime } from "@/lib/lab/replay/replay";

/** A trader's command at the newest revealed minute; it meets the next one. Returns the reason of a rejection. */
export function tradeInReplay(replay: Replay, command: Command): RejectReason | null {
  if (replay.isFinished) return "portfolio_locked";
  const reason = decideInReplay(replay, command, contextNow(replay));
  if (reason === null) replay.commands.push({ atMs: replayTime(replay), command });
  return reason;
}
