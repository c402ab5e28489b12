import { useLocale, useTranslations } from "next-intl";
import { cn } from "@/lib/client/cn";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { warnOfLimit } from "@/lib/core/challenge/rules/limit-warning";
import { parseMoney } from "@/lib/core/decimal";

const WARNING_TONES = {
  half: { text: "text-warn", bar: "bg-warn" },
  "nine-tenths": { text: "text-down", bar: "bg-down" },
} as const;

/** A rule's headroom, as an amount and as a bar, with a warning from a half of its limit on. */
export function HeadroomGauge(props: {
  name: string;
  headroom: string | null;
  amount: string | null;
  note: string;
}) {
  const t = useTranslations("challenge.page");
  const formats = formatsOf(useLocale());
  const tObjectives = useTranslations("challenge.objectives");
  const tCommon = useTranslations("common");
  const { name, headroom, amount } = props;
  const share =
    headroom === null || amount === null ? null : Math.max(0, Math.min(1, Number(headroom) / Number(amount)));
  const warning =
    headroom === null || amount === null
      ? null
      : warnOfLimit({ headroom: parseMoney(headroom), amount: parseMoney(amount) });
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <span className="text-sm">{name}</span>
        <span className={cn("num text-base", warning && WARNING_TONES[warning].text)}>
          {headroom === null ? tCommon("priceUnknown") : formats.fixed(headroom, 2)}
        </span>
      </div>
      <meter
        min={0}
        max={1}
        low={0.1}
        value={share ?? 0}
        aria-label={
          share === null
            ? t("gaugeUnknown", { name })
            : t("gauge", { name, share: String(Math.round(share * 100)) })
        }
        className="sr-only"
      />
      <span aria-hidden className="h-2 overflow-hidden rounded bg-raised">
        <span
          className={cn("block h-full", warning ? WARNING_TONES[warning].bar : "bg-accent")}
          style={{ width: `${(share ?? 0) * 100}%` }}
        />
      </span>
      <span className="text-text-3 text-xs">
        {warning && `${tObjectives(`warning.${warning}`)} `}
        {props.note}
      </span>
    </div>
  );
}
