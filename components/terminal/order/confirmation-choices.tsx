"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/form/checkbox";
import { CONFIRMED_ACTIONS, confirmations, setConfirmation } from "@/lib/client/orders/confirmations";
import { usePersisted } from "@/lib/client/persisted";

/** Which actions of the desk ask first. */
export function ConfirmationChoices() {
  const t = useTranslations("common.confirmations");
  const asks = usePersisted(confirmations);
  return (
    <section className="grid">
      <h3 className="text-text-3">{t("title")}</h3>
      {CONFIRMED_ACTIONS.map((action) => (
        <Checkbox key={action} isOn={asks[action]} onChange={(isOn) => setConfirmation(action, isOn)}>
          {t(`of.${action}`)}
        </Checkbox>
      ))}
      <p className="text-text-3">{t("oneClick")}</p>
    </section>
  );
}
