"use client";

import { useTranslations } from "next-intl";
import type { OrderFormState } from "@/components/terminal/order/use-order-draft";
import { Checkbox } from "@/components/ui/form/checkbox";
import { InlineField } from "@/components/ui/form/inline-field";
import { Select } from "@/components/ui/form/select";
import { NO_VALUE } from "@/lib/client/format";
import { getTickStore } from "@/lib/client/market/tick-store";
import { convertDistance } from "@/lib/client/orders/convert-distance";
import type { DistanceUnit } from "@/lib/client/orders/order-draft";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** Stop and target of the position, as prices or as distances from the entry. */
export function ProtectionFields({ form, listed }: { form: OrderFormState; listed: InstrumentDto }) {
  const t = useTranslations("terminal.ticket");
  const { draft, change, problemAt } = form;
  if (draft.isReduceOnly) return null;
  const isNeeded = draft.sizeBy === "risk";
  const convert = (kind: "stop" | "target", to: DistanceUnit) => {
    const last = Number(getTickStore().readTick(listed.symbol)?.last ?? Number.NaN);
    const { tickSize, priceScale: digits } = listed;
    const units = { from: kind === "stop" ? draft.stopBy : draft.targetBy, to };
    return convertDistance(draft[kind], units, { kind, last, tickSize: Number(tickSize), digits });
  };
  const unit = (
    name: "stopUnit" | "targetUnit",
    value: DistanceUnit,
    onChange: (unit: DistanceUnit) => void,
  ) => (
    <Select
      aria-label={t(name)}
      value={value}
      onChange={(event) => onChange(event.target.value as DistanceUnit)}
    >
      <option value="percent">%</option>
      <option value="price">{t("unitPrice")}</option>
      <option value="ticks">{t("unitTicks")}</option>
    </Select>
  );
  return (
    <>
      {!isNeeded && (
        <Checkbox isOn={draft.hasStops} onChange={(hasStops) => change({ hasStops })}>
          {t("stopAndTarget")}
        </Checkbox>
      )}
      {draft.hasStops && (
        <div className="grid gap-2">
          <InlineField
            id="order-stop"
            label={t("stop")}
            placeholder={NO_VALUE}
            value={draft.stop}
            onChange={(event) => change({ stop: event.target.value })}
            problem={problemAt("stop")}
            end={unit("stopUnit", draft.stopBy, (stopBy) =>
              change({ stopBy, stop: convert("stop", stopBy) }),
            )}
          />
          <InlineField
            id="order-target"
            label={t("target")}
            placeholder={NO_VALUE}
            value={draft.target}
            onChange={(event) => change({ target: event.target.value })}
            problem={problemAt("target")}
            end={unit("targetUnit", draft.targetBy, (targetBy) =>
              change({ targetBy, target: convert("target", targetBy) }),
            )}
          />
        </div>
      )}
    </>
  );
}
