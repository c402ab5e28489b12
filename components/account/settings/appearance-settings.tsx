"use client";

import { useTranslations } from "next-intl";
import { SettingsSection } from "@/components/account/settings/settings-section";
import { DIRECTIONS, directionChoice, THEMES, themeChoice } from "@/components/shell/appearance";
import { LanguageSelect } from "@/components/shell/footer/language-select";
import { Segmented } from "@/components/ui/form/segmented";
import { send } from "@/lib/client/api/send";
import { usePersisted } from "@/lib/client/persisted";

type Choice = { theme?: string; direction?: string };

/** Theme and colours: applied immediately in this browser, and saved in the account. */
export function AppearanceSettings() {
  const t = useTranslations("account.settings.appearance");
  const tChoice = useTranslations("common.appearance");
  const theme = usePersisted(themeChoice);
  const direction = usePersisted(directionChoice);
  const keep = (preferences: Choice) => {
    // The page has changed already; a failure here affects the account only.
    send("PATCH", "/api/account", { preferences }).catch(() => {});
  };
  return (
    <SettingsSection title={t("title")} text={t("text")}>
      <Segmented
        label={t("theme")}
        value={theme}
        options={THEMES.map((one) => [one, tChoice(`theme.${one}`)])}
        onChange={(value) => {
          themeChoice.write(value);
          keep({ theme: value });
        }}
        className="flex-wrap"
      />
      <Segmented
        label={t("direction")}
        value={direction}
        options={DIRECTIONS.map((one) => [one, tChoice(`direction.${one}`)])}
        onChange={(value) => {
          directionChoice.write(value);
          keep({ direction: value });
        }}
        className="flex-wrap"
      />
      <div>
        <LanguageSelect isSignedIn />
      </div>
    </SettingsSection>
  );
}
