import { useEffect, useRef } from "react";
import type { LoadedReplay } from "@/components/lab/replay/load-replay";
import type { ReplaySettings } from "@/components/lab/replay/replay-settings";
import type { ReplayPlayer } from "@/components/lab/replay/use-replay-player";
import { KEPT_REPLAYS, keepReplay } from "@/lib/client/lab/replay-store";
import type { Replay } from "@/lib/lab/replay/replay";
import { encodeRecord } from "@/lib/lab/replay/restore-replay";
import { toReplayReport } from "@/lib/lab/replay/to-replay-report";

/** Keeps a replay in this browser whenever it stands still, from its first minute on; not one of a file or a trade. */
export function useKeptReplay(
  session: { replay: Replay; loaded: LoadedReplay; settings: ReplaySettings },
  player: ReplayPlayer,
): void {
  const { isPlaying, version } = player;
  const { kept } = session.settings;
  const id = useRef(kept?.goesOn ? kept.replay.id : crypto.randomUUID());
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` stands for the replay's content
  useEffect(() => {
    const { replay, loaded, settings } = session;
    const isNew = replay.revealed === replay.firstIndex;
    if (isPlaying || isNew || settings.file !== null || settings.given !== null) return;
    const { outcome, change, trades } = toReplayReport(replay);
    const { commands, revealed, isRewound, isFinished } = replay;
    keepReplay({
      id: id.current,
      symbol: loaded.symbol,
      startMs: loaded.startMs,
      days: settings.days,
      isBlind: settings.isBlind,
      planId: settings.planId,
      balance: settings.balance,
      leverage: settings.leverage,
      record: encodeRecord({ commands, revealed, isRewound, isFinished }),
      outcome,
      change,
      trades: trades.length,
      isRewound,
      note: KEPT_REPLAYS.read().find((one) => one.id === id.current)?.note ?? "",
    });
  }, [isPlaying, version]);
}
