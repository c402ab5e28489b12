import { useEffect } from "react";
import type { ReplayPlayer } from "@/components/lab/replay/use-replay-player";

/** What has keys of its own, which a replay leaves alone. */
const CONTROLS = "input, textarea, select, button, a, [role=radio], [contenteditable]";

/** Space plays and pauses, the arrows go one minute on or back. */
export function useReplayKeys(player: ReplayPlayer, canPlay: boolean): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest(CONTROLS) !== null) return;
      if (event.key === " " && canPlay) player.toggle();
      else if (event.key === "ArrowRight" && canPlay && !player.isPlaying) player.step();
      else if (event.key === "ArrowLeft") player.rewind(1);
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [player, canPlay]);
}
