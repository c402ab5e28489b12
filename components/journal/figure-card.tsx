import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { explainMissing } from "@/components/journal/explain-missing";
import { type Formats, formatsOf } from "@/lib/client/locale/formats-of";
import type { FigureDto } from "@/lib/schemas/journal-responses";
import type messages from "@/messages/en.json";

type Unit = "money" | "percent" | "ratio" | "count";
/** A figure that `journal.figures` in messages/en.json names and defines. */
type FigureName = keyof (typeof messages)["journal"]["figures"]["names"];

/** One metric with its name, which links to its definition; without a value, the reason. */
export function FigureCard(props: { metric: FigureName; figure: FigureDto; unit: Unit; note?: string }) {
  const t = useTranslations("journal.figures");
  const formats = formatsOf(useLocale());
  const { figure } = props;
  return (
    <div className="flex flex-col gap-0.5 rounded border bg-raised px-3 py-2">
      <dt className="text-text-3 text-xs" title={t(`definitions.${props.metric}`)}>
        <Link
          href={`/help#figure-${props.metric}`}
          prefetch={false}
          className="rounded underline-offset-2 hover:underline"
        >
          {t(`names.${props.metric}`)}
        </Link>
      </dt>
      <dd className="flex items-baseline gap-2">
        {figure.value === null ? (
          <span className="text-text-2 text-xs">{explainMissing(figure.why, t)}</span>
        ) : (
          <span className="num text-base">{formatFigure(figure.value, props.unit, formats)}</span>
        )}
        {props.note && <span className="text-[11px] text-text-2">{props.note}</span>}
      </dd>
    </div>
  );
}

/** A figure's value in its unit. */
export function formatFigure(value: string, unit: Unit, formats: Formats): string {
  if (unit === "percent") return formats.share(value, 1);
  return formats.fixed(value, unit === "count" ? 0 : 2);
}

/** A fact beside the figures, in the same form. */
export function FactCard({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-0.5 rounded border bg-raised px-3 py-2">
      <dt className="text-text-3 text-xs">{name}</dt>
      <dd className="num text-base">{children}</dd>
    </div>
  );
}
