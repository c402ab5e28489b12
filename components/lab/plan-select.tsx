import { useTranslations } from "next-intl";
import { useId } from "react";
import { Select } from "@/components/ui/form/select";
import { PLANS } from "@/lib/core/challenge/plans";

/** The challenge that a strategy reads as `this.challenge`; none if empty. */
export function PlanSelect(props: { value: string; onChange: (planId: string) => void }) {
  const t = useTranslations("lab.settings");
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-[13px]">
        {t("plan")}
      </label>
      <Select
        id={id}
        className="h-9 w-full"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      >
        <option value="">{t("noPlan")}</option>
        {PLANS.map((plan) => (
          <option key={plan.id} value={plan.id}>
            {plan.name}
          </option>
        ))}
      </Select>
    </div>
  );
}
