import { useTranslations } from "next-intl";
import { type ReplayPlayer, SPEEDS, type Speed } from "@/components/lab/replay/use-replay-player";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/form/checkbox";
import { Segmented } from "@/components/ui/form/segmented";

const SPEED_NAMES = Object.keys(SPEEDS) as Speed[];
const HOUR = 60;

/** Play, pause, step and speed. `canPlay`: whether there is a minute to come. */
export function ReplayControls({ player, canPlay }: { player: ReplayPlayer; canPlay: boolean }) {
  const t = useTranslations("lab.replay.controls");
  const { isPlaying } = player;
  return (
    <div role="toolbar" aria-label={t("label")} className="flex flex-wrap items-center gap-2">
      <Button variant="solid" size="md" disabled={!canPlay} onClick={player.toggle}>
        {isPlaying ? t("pause") : t("play")}
      </Button>
      <Button variant="outline" size="md" disabled={!canPlay || isPlaying} onClick={player.step}>
        {t("step")}
      </Button>
      <Button variant="outline" size="md" onClick={() => player.rewind(1)}>
        {t("back")}
      </Button>
      <Button variant="outline" size="md" onClick={() => player.rewind(HOUR)}>
        {t("backHour")}
      </Button>
      <Segmented<Speed>
        label={t("speed")}
        value={player.speed}
        options={SPEED_NAMES.map((name) => [name, t(`speedName.${name}`)] as const)}
        onChange={player.setSpeed}
      />
      <span className="text-xs">
        <Checkbox isOn={player.pausesOnFill} onChange={player.setPausesOnFill}>
          {t("pauseOnFill")}
        </Checkbox>
      </span>
      <span className="flex-1" />
      <Button variant="outline" size="md" onClick={player.finish}>
        {t("finish")}
      </Button>
    </div>
  );
}
