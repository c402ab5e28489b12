import { useEffect, useRef } from "react";
import type { LoadedReplay } from "@/components/lab/replay/load-replay";
import type { ReplaySettings } from "@/components/lab/replay/replay-settings";
import type { ReplayPlayer } from "@/components/lab/replay/use-replay-player";
import { KEPT_REPLAYS, keepReplay } from "@/lib/client/lab/replay-store";
import type { Replay } from "@/lib/lab/replay/replay";
import { encodeRecord } from "@/lib/lab/replay/restore-replay";
import { revealTrade } from "@/lib/lab/replay/reveal-trade";
import { toReplayReport } from "@/lib/lab/replay/to-replay-report";

/** The browser keeps so many trades of a replay. */
const MOST_TRADES = 100;

type Session = { replay: Replay; loaded: LoadedReplay; settings: ReplaySettings };

/**
 * Keeps a replay in this browser whenever it stands still and when it is left, from its first minute on; not one of a
 * file or a trade.
 */
export function useKeptReplay(session: Session, player: ReplayPlayer): void {
  const { isPlaying, version } = player;
  const { kept } = session.settings;
  const id = useRef(kept?.goesOn ? kept.replay.id : crypto.randomUUID());
  const newest = useRef(session);
  newest.current = session;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` stands for the replay's content
  useEffect(() => {
    if (!isPlaying) keep(newest.current, id.current);
  }, [isPlaying, version]);
  useEffect(() => {
    const onLeave = () => keep(newest.current, id.current);
    addEventListener("pagehide", onLeave);
    return () => {
      removeEventListener("pagehide", onLeave);
      onLeave();
    };
  }, []);
}

function keep({ replay, loaded, settings }: Session, id: string): void {
  const isNew = replay.revealed === replay.firstIndex;
  if (isNew || settings.file !== null || settings.given !== null) return;
  const { outcome, change, trades } = toReplayReport(replay);
  const { commands, revealed, isRewound, isFinished } = replay;
  keepReplay({
    id,
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
    closed: trades.slice(-MOST_TRADES).map((trade) => revealTrade(trade, loaded.hidden)),
    isRewound,
    note: KEPT_REPLAYS.read().find((one) => one.id === id)?.note ?? "",
  });
}
