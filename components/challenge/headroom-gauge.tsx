import { useTranslations } from "next-intl";
import { cn } from "@/lib/client/cn";
import { formatFixed } from "@/lib/client/format";

/** A rule's headroom, as an amount and as a bar; the last quarter is a warning. */
export function HeadroomGauge(props: {
  name: string;
  headroom: string | null;
  amount: string | null;
  note: string;
}) {
  const t = useTranslations("challenge.page");
  const tCommon = useTranslations("common");
  const { name, headroom, amount } = props;
  const share =
    headroom === null || amount === null ? null : Math.max(0, Math.min(1, Number(headroom) / Number(amount)));
  const isLow = share !== null && share <= 0.25;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <span className="text-sm">{name}</span>
        <span className={cn("num text-base", isLow && "text-warn")}>
          {headroom === null ? tCommon("priceUnknown") : formatFixed(headroom, 2)}
        </span>
      </div>
      <meter
        min={0}
        max={1}
        low={0.25}
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
          className={cn("block h-full", isLow ? "bg-warn" : "bg-accent")}
          style={{ width: `${(share ?? 0) * 100}%` }}
        />
      </span>
      <span className="text-text-3 text-xs">
        {isLow && `${t("low")} `}
        {props.note}
      </span>
    </div>
  );
}
