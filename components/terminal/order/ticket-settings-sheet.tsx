"use client";

import { useTranslations } from "next-intl";
import type { OrderFormState } from "@/components/terminal/order/use-order-draft";
import { Checkbox } from "@/components/ui/form/checkbox";
import { NamedList } from "@/components/ui/named-list";
import { CONFIRMED_ACTIONS, confirmations, setConfirmation } from "@/lib/client/orders/confirmations";
import { removePreset, savePreset, ticketPresets } from "@/lib/client/orders/ticket-presets";
import { usePersisted } from "@/lib/client/persisted";

/** The form's presets, and which actions of the desk ask first. */
export function TicketSettingsSheet({ form, onClose }: { form: OrderFormState; onClose: () => void }) {
  return (
    <>
      <Presets form={form} onApply={onClose} />
      <Questions />
    </>
  );
}

function Presets({ form, onApply }: { form: OrderFormState; onApply: () => void }) {
  const t = useTranslations("terminal.ticket.settings");
  const presets = usePersisted(ticketPresets);
  return (
    <NamedList
      title={t("presets")}
      names={presets.map(({ name }) => name)}
      texts={{
        empty: t("noPresets"),
        name: t("name"),
        save: t("save"),
        apply: (name) => t("apply", { name }),
        remove: (name) => t("remove", { name }),
      }}
      onApply={(name) => {
        form.change(presets.find((one) => one.name === name)?.draft ?? {});
        onApply();
      }}
      onRemove={removePreset}
      onSave={(name) => savePreset(name, form.draft)}
    />
  );
}

function Questions() {
  const t = useTranslations("terminal.ticket.settings");
  const asks = usePersisted(confirmations);
  return (
    <section className="grid">
      <h3 className="text-text-3">{t("ask")}</h3>
      {CONFIRMED_ACTIONS.map((action) => (
        <Checkbox key={action} isOn={asks[action]} onChange={(isOn) => setConfirmation(action, isOn)}>
          {t(`asks.${action}`)}
        </Checkbox>
      ))}
      <p className="text-text-3">{t("oneClick")}</p>
    </section>
  );
}
