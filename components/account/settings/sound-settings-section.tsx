"use client";

import { useTranslations } from "next-intl";
import { SettingsSection } from "@/components/account/settings/settings-section";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/form/checkbox";
import { usePersisted } from "@/lib/client/persisted";
import { SOUND_EVENTS, type SoundEvent, soundChoice, soundSettings, testSound } from "@/lib/client/sounds";

/** Which events of the terminal are heard, and how loud; each can be tried. */
export function SoundSettingsSection() {
  const t = useTranslations("account.settings.sounds");
  const isOn = usePersisted(soundChoice);
  const settings = usePersisted(soundSettings);
  const { volume, muted } = settings;
  const mute = (event: SoundEvent, isHeard: boolean) => {
    const others = muted.filter((one) => one !== event);
    soundSettings.write({ ...settings, muted: isHeard ? others : [...others, event] });
  };
  return (
    <SettingsSection id="sounds" title={t("title")} text={t("text")}>
      <Checkbox isOn={isOn} onChange={soundChoice.write}>
        {t("isOn")}
      </Checkbox>
      <label className="flex flex-wrap items-center gap-3">
        <span>{t("volume")}</span>
        <input
          type="range"
          min={0}
          max={100}
          step={5}
          value={Math.round(volume * 100)}
          onChange={(event) => soundSettings.write({ ...settings, volume: Number(event.target.value) / 100 })}
          className="h-8 w-44 accent-accent"
        />
        <span className="num">{Math.round(volume * 100)}%</span>
      </label>
      <ul className="grid max-w-md gap-1">
        {SOUND_EVENTS.map((event) => (
          <li key={event} className="flex min-h-8 items-center justify-between gap-2">
            <Checkbox isOn={!muted.includes(event)} onChange={(isHeard) => mute(event, isHeard)}>
              {t(`event.${event}`)}
            </Checkbox>
            <Button
              variant="outline"
              aria-label={t("testLabel", { event: t(`event.${event}`) })}
              onClick={() => testSound(event)}
            >
              {t("test")}
            </Button>
          </li>
        ))}
      </ul>
    </SettingsSection>
  );
}
