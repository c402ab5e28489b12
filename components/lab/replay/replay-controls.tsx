import { useTranslations } from "next-intl";
import { useId } from "react";
import { useReplayKeys } from "@/components/lab/replay/use-replay-keys";
import { type ReplayPlayer, SPEEDS, type Speed } from "@/components/lab/replay/use-replay-player";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/form/checkbox";
import { Segmented } from "@/components/ui/form/segmented";
import { DAY_MINUTES } from "@/lib/lab/candles/timeframe";
import { PAUSES, type Pause } from "@/lib/lab/replay/find-pause";

const SPEED_NAMES = Object.keys(SPEEDS) as Speed[];
const HOUR = 60;

/** Play, pause, step, jump and speed. `canPlay`: whether there is a minute to come; `barMinutes`: of the chart. */
export function ReplayControls(props: { player: ReplayPlayer; canPlay: boolean; barMinutes: number }) {
  const t = useTranslations("lab.replay.controls");
  const { player, canPlay } = props;
  const { isPlaying } = player;
  const isStill = !canPlay || isPlaying;
  useReplayKeys(player, canPlay);
  return (
    <div className="flex flex-col gap-2">
      <div role="toolbar" aria-label={t("label")} className="flex flex-wrap items-center gap-2">
        <Button variant="solid" size="md" disabled={!canPlay} onClick={player.toggle}>
          {isPlaying ? t("pause") : t("play")}
        </Button>
        <Button variant="outline" size="md" disabled={isStill} onClick={player.step}>
          {t("step")}
        </Button>
        <Button variant="outline" size="md" disabled={isStill} onClick={() => player.jump(props.barMinutes)}>
          {t("nextBar")}
        </Button>
        <Button variant="outline" size="md" disabled={isStill} onClick={() => player.jump(DAY_MINUTES)}>
          {t("nextDay")}
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
        <span className="flex-1" />
        <Button variant="outline" size="md" onClick={player.finish}>
          {t("finish")}
        </Button>
      </div>
      <PauseChoice player={player} />
      <p className="text-text-3 text-xs">{t("keys")}</p>
    </div>
  );
}

function PauseChoice({ player: { pauses, setPauses } }: { player: ReplayPlayer }) {
  const t = useTranslations("lab.replay.controls");
  const id = useId();
  const set = (name: Pause, isOn: boolean) => {
    const on = new Set(pauses.on);
    if (isOn) on.add(name);
    else on.delete(name);
    setPauses({ ...pauses, on });
  };
  return (
    <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs">
      <legend className="sr-only">{t("pauseOn")}</legend>
      <span aria-hidden>{t("pauseOn")}</span>
      {PAUSES.map((name) => (
        <Checkbox key={name} isOn={pauses.on.has(name)} onChange={(isOn) => set(name, isOn)}>
          {t(`pauseName.${name}`)}
        </Checkbox>
      ))}
      <label htmlFor={id} className="flex items-center gap-2">
        {t("pauseName.level")}
        <input
          id={id}
          type="number"
          min={0}
          step="any"
          className="num h-7 w-24 rounded border border-line bg-bg px-2"
          value={pauses.level ?? ""}
          onChange={({ target }) =>
            setPauses({ ...pauses, level: target.value === "" ? null : target.valueAsNumber })
          }
        />
      </label>
    </fieldset>
  );
}
