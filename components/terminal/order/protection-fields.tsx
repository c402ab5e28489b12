"use client";

import type { OrderFormState } from "@/components/terminal/order/use-order-draft";
import { Checkbox } from "@/components/ui/checkbox";
import { InlineField } from "@/components/ui/inline-field";
import { Select } from "@/components/ui/select";
import type { DistanceUnit } from "@/lib/client/orders/order-draft";
import type { Instrument } from "@/lib/schemas/market/market";

/** Stop and target of the position, as prices or as distances from the entry. */
export function ProtectionFields({ form, listed }: { form: OrderFormState; listed: Instrument }) {
  const { draft, change, problemAt } = form;
  if (draft.isReduceOnly) return null;
  const isNeeded = draft.sizeBy === "risk";
  const unit = (name: string, value: DistanceUnit, onChange: (unit: DistanceUnit) => void) => (
    <Select
      aria-label={`Unit of the ${name}`}
      value={value}
      onChange={(event) => onChange(event.target.value as DistanceUnit)}
    >
      <option value="percent">%</option>
      <option value="price">{listed.quoteCoin}</option>
      <option value="ticks">ticks</option>
    </Select>
  );
  return (
    <>
      {!isNeeded && (
        <Checkbox isOn={draft.hasStops} onChange={(hasStops) => change({ hasStops })}>
          Stop and target
        </Checkbox>
      )}
      {draft.hasStops && (
        <div className="grid gap-2">
          <InlineField
            id="order-stop"
            label="Stop"
            placeholder="none"
            value={draft.stop}
            onChange={(event) => change({ stop: event.target.value })}
            problem={problemAt("stop")}
            end={unit("stop", draft.stopBy, (stopBy) => change({ stopBy, stop: "" }))}
          />
          <InlineField
            id="order-target"
            label="Target"
            placeholder="none"
            value={draft.target}
            onChange={(event) => change({ target: event.target.value })}
            problem={problemAt("target")}
            end={unit("target", draft.targetBy, (targetBy) => change({ targetBy, target: "" }))}
          />
        </div>
      )}
    </>
  );
}
