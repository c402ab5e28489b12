"use client";

import { useTranslations } from "next-intl";
import { Segmented } from "@/components/ui/form/segmented";

type Side = "buy" | "sell";

/** Chooses the side of the form that the chart draws. */
export function BracketSwitch({
  side,
  onChange,
}: {
  side: Side | null;
  onChange: (side: Side | null) => void;
}) {
  const t = useTranslations("terminal.ticket.preview");
  return (
    <div className="flex items-center justify-between">
      <span className="text-text-3">{t("label")}</span>
      <Segmented<Side | "off">
        label={t("label")}
        value={side ?? "off"}
        options={(["off", "buy", "sell"] as const).map((one) => [one, t(one)])}
        onChange={(one) => onChange(one === "off" ? null : one)}
      />
    </div>
  );
}
