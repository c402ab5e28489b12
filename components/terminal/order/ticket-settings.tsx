"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Settings2, X } from "@/components/icons/lucide";
import type { OrderFormState } from "@/components/terminal/order/use-order-draft";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Popup } from "@/components/ui/popup";
import { CONFIRMED_ACTIONS, confirmations, setConfirmation } from "@/lib/client/orders/confirmations";
import { removePreset, savePreset, ticketPresets } from "@/lib/client/orders/ticket-presets";
import { usePersisted } from "@/lib/client/persisted";

/** The form's presets, and which actions of the desk ask first. */
export function TicketSettings({ form }: { form: OrderFormState }) {
  const t = useTranslations("terminal.ticket.settings");
  const [isOpen, setOpen] = useState(false);
  return (
    <Popup
      trigger={{
        size: "icon",
        className: "size-6",
        "aria-label": t("label"),
        children: <Settings2 aria-hidden />,
      }}
      role="dialog"
      label={t("label")}
      isOpen={isOpen}
      onOpenChange={setOpen}
      align="end"
      className="grid w-64 gap-3 p-3"
    >
      <Presets form={form} onApply={() => setOpen(false)} />
      <Questions />
    </Popup>
  );
}

function Presets({ form, onApply }: { form: OrderFormState; onApply: () => void }) {
  const t = useTranslations("terminal.ticket.settings");
  const presets = usePersisted(ticketPresets);
  const [name, setName] = useState("");
  const save = () => {
    if (name.trim() === "") return;
    savePreset(name.trim(), form.draft);
    setName("");
  };
  return (
    <section className="grid gap-1.5">
      <h3 className="text-text-3">{t("presets")}</h3>
      {presets.length === 0 && <p className="text-text-2">{t("noPresets")}</p>}
      {presets.map((preset) => (
        <span key={preset.name} className="flex gap-1">
          <Button
            variant="outline"
            className="min-w-0 flex-1 justify-start truncate"
            aria-label={t("apply", { name: preset.name })}
            onClick={() => {
              form.change(preset.draft);
              onApply();
            }}
          >
            {preset.name}
          </Button>
          <Button
            size="icon"
            aria-label={t("remove", { name: preset.name })}
            onClick={() => removePreset(preset.name)}
          >
            <X aria-hidden />
          </Button>
        </span>
      ))}
      <span className="flex gap-1">
        <Input
          aria-label={t("name")}
          placeholder={t("name")}
          maxLength={24}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => event.key === "Enter" && save()}
        />
        <Button variant="outline" disabled={name.trim() === ""} onClick={save}>
          {t("save")}
        </Button>
      </span>
    </section>
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
