"use client";

import { useLocale, useTranslations } from "next-intl";
import { SettingsSection } from "@/components/account/settings/settings-section";
import { Segmented } from "@/components/ui/form/segmented";
import { chooseLocale } from "@/lib/client/locale/choose-locale";
import { formatsOf } from "@/lib/client/locale/formats-of";
import {
  type FormatChoice,
  languageOf,
  NUMBER_REGIONS,
  type NumberRegion,
  readFormatChoice,
  writeLocale,
} from "@/lib/schemas/locale";

/** An instant whose day, month and hour differ. */
const EXAMPLE_MS = Date.UTC(2026, 10, 23, 14, 5);

/** How numbers and times are written on all pages but the terminal and the lab, in mails and in reports. */
export function FormatSettings() {
  const t = useTranslations("account.settings.formats");
  const tag = useLocale();
  const choice = readFormatChoice(tag);
  const formats = formatsOf(tag);
  const change = (part: Partial<FormatChoice>) =>
    void chooseLocale(writeLocale(languageOf(tag), { ...choice, ...part }), true);
  return (
    <SettingsSection id="formats" title={t("title")} text={t("text")}>
      <Segmented<NumberRegion | "language">
        label={t("numbers")}
        value={choice.region ?? "language"}
        options={[
          ["language", t("byLanguage")],
          ...Object.entries(NUMBER_REGIONS).map(([region, text]) => [region as NumberRegion, text] as const),
        ]}
        onChange={(value) => change({ region: value === "language" ? null : value })}
        className="flex-wrap"
      />
      <Segmented<"24" | "12">
        label={t("clock")}
        value={choice.isTwelveHour ? "12" : "24"}
        options={[
          ["24", t("hours24")],
          ["12", t("hours12")],
        ]}
        onChange={(value) => change({ isTwelveHour: value === "12" })}
        className="flex-wrap"
      />
      <p className="num text-text-2 text-xs">
        {t("example", { amount: formats.signed("-1234.5"), time: formats.minute(EXAMPLE_MS) })}
      </p>
    </SettingsSection>
  );
}
