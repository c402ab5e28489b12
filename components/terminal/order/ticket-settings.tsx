"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Settings2 } from "@/components/icons/lucide";
import type { OrderFormState } from "@/components/terminal/order/use-order-draft";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { Popup } from "@/components/ui/popup";

const TicketSettingsSheet = lazyPart(
  () => import("@/components/terminal/menus/menu-parts").then((module) => module.TicketSettingsSheet),
  { failure: "inline" },
);

/** Opens the form's presets and the questions of the desk. */
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
      <TicketSettingsSheet form={form} onClose={() => setOpen(false)} />
    </Popup>
  );
}
