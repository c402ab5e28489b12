"use client";

import { useLocale, useTranslations } from "next-intl";
import { useId } from "react";
import { SettingsSection } from "@/components/account/settings/settings-section";
import { ConfirmationChoices } from "@/components/terminal/order/confirmation-choices";
import { Checkbox } from "@/components/ui/form/checkbox";
import { InlineField } from "@/components/ui/form/inline-field";
import { Select } from "@/components/ui/form/select";
import { hiddenToasts, setToast } from "@/lib/client/alerts/toast-choice";
import { readLocalNumber } from "@/lib/client/numbers/read-local-number";
import { readPositive } from "@/lib/client/numbers/read-number";
import { SIZE_UNITS, setDraftDefault, useDraftDefaults } from "@/lib/client/orders/order-draft";
import { usePersisted } from "@/lib/client/persisted";
import { SOUND_EVENTS } from "@/lib/client/sounds";

/** What the order form begins with, which actions ask first, and which events show a toast. */
export function TradingSettings() {
  const t = useTranslations("account.settings.trading");
  const events = useTranslations("account.settings.sounds.event");
  const hidden = usePersisted(hiddenToasts);
  return (
    <SettingsSection id="trading" title={t("title")} text={t("text")}>
      <Defaults />
      <ConfirmationChoices />
      <section className="grid">
        <h3 className="text-text-3">{t("toasts")}</h3>
        {SOUND_EVENTS.map((event) => (
          <Checkbox
            key={event}
            isOn={!hidden.includes(event)}
            onChange={(isShown) => setToast(event, isShown)}
          >
            {events(event)}
          </Checkbox>
        ))}
        <p className="text-text-3">{t("toastsText")}</p>
      </section>
    </SettingsSection>
  );
}

function Defaults() {
  const t = useTranslations("account.settings.trading");
  const id = useId();
  const defaults = useDraftDefaults();
  return (
    <section aria-label={t("defaults")} className="grid gap-2">
      <h3 className="text-text-3">{t("defaults")}</h3>
      <div className="flex items-center justify-between gap-2">
        <label htmlFor={id}>{t("sizeIn")}</label>
        <Select
          id={id}
          value={defaults.sizeBy}
          onChange={({ target }) =>
            setDraftDefault({ sizeBy: SIZE_UNITS.find((one) => one === target.value) ?? "risk" })
          }
        >
          {SIZE_UNITS.map((unit) => (
            <option key={unit} value={unit}>
              {t(`sizeUnits.${unit}`)}
            </option>
          ))}
        </Select>
      </div>
      {defaults.sizeBy === "risk" ? (
        <DefaultField name="risk" value={defaults.risk} end="%" />
      ) : (
        <DefaultField name="size" value={defaults.size} />
      )}
      <DefaultField name="leverage" value={defaults.leverage} end="x" />
      <DefaultField name="stop" value={defaults.stop} end="%" />
      <DefaultField name="target" value={defaults.target} end="%" />
      <p className="text-text-3 text-xs">{t("defaultsText")}</p>
    </section>
  );
}

/** A number of the form; what is not a number above zero is not saved. */
function DefaultField(props: {
  name: "risk" | "size" | "leverage" | "stop" | "target";
  value: string;
  end?: string;
}) {
  const { name, value, end } = props;
  const t = useTranslations("account.settings.trading");
  const locale = useLocale();
  const id = useId();
  return (
    <InlineField
      key={value}
      id={id}
      label={t(name)}
      defaultValue={value}
      problem={null}
      end={end}
      inputMode="decimal"
      onBlur={(event) => {
        const typed = readLocalNumber(event.target.value, locale);
        if ("value" in readPositive(typed)) setDraftDefault({ [name]: typed });
        else event.target.value = value;
      }}
    />
  );
}
