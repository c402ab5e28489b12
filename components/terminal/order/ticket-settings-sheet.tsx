"use client";

import { useTranslations } from "next-intl";
import { ConfirmationChoices } from "@/components/terminal/order/confirmation-choices";
import type { OrderFormState } from "@/components/terminal/order/use-order-draft";
import { NamedList } from "@/components/ui/named-list";
import { removePreset, savePreset, ticketPresets } from "@/lib/client/orders/ticket-presets";
import { usePersisted } from "@/lib/client/persisted";

/** The form's presets, and which actions of the desk ask first. */
export function TicketSettingsSheet({ form, onClose }: { form: OrderFormState; onClose: () => void }) {
  return (
    <>
      <Presets form={form} onApply={onClose} />
      <ConfirmationChoices />
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
