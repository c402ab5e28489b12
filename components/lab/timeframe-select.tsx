import { useTranslations } from "next-intl";
import { useId } from "react";
import { Select } from "@/components/ui/form/select";
import { TIMEFRAMES } from "@/lib/lab/candles/timeframe";

const OFFERED = TIMEFRAMES.filter((name) => !["1W", "1M", "3D"].includes(name));

/** The timeframe of a route. */
export function TimeframeSelect(props: { value: string; onChange: (timeframe: string) => void }) {
  const t = useTranslations("lab.settings");
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-[13px]">
        {t("timeframe")}
      </label>
      <Select
        id={id}
        className="h-9 w-full"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      >
        {OFFERED.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </Select>
    </div>
  );
}
