import type { Replay } from "@/lib/lab/replay/replay";

/** Goes back by some minutes, to the account as it was then; the replay stays marked as rewound. */
export function rewindReplay(replay: Replay, minutes: number): void {
  const kept = Math.max(1, replay.snapshots.length - minutes);
  if (kept === replay.snapshots.length) return;
  replay.snapshots.length = kept;
  const snapshot = replay.snapshots[kept - 1];
  if (snapshot === undefined) throw new Error("A replay has a snapshot of its start.");
  replay.state = snapshot.state;
  replay.events.length = snapshot.events;
  replay.commands.length = snapshot.commands;
  replay.equities.length = snapshot.equities;
  replay.revealed = replay.firstIndex + kept - 1;
  replay.isFinished = false;
  replay.isRewound = true;
}
