import { whyNone } from "@/components/journal/why-none";
import { formatFixed } from "@/lib/client/format";
import type { FigureDto } from "@/lib/schemas/journal-answers";

type Unit = "money" | "percent" | "ratio" | "count";

/** One metric with its name and meaning; without a value, the reason. */
export function FigureCard(props: {
  name: string;
  figure: FigureDto;
  unit: Unit;
  note?: string;
  definition?: string;
}) {
  const { figure } = props;
  return (
    <div className="flex flex-col gap-0.5 rounded border bg-raised px-3 py-2">
      <dt className="text-text-3 text-xs" title={props.definition}>
        {props.name}
      </dt>
      <dd className="flex items-baseline gap-2">
        {figure.value === null ? (
          <span className="text-text-2 text-xs">{whyNone(figure.why)}</span>
        ) : (
          <span className="num text-base">{formatFigure(figure.value, props.unit)}</span>
        )}
        {props.note && <span className="text-[11px] text-warn">{props.note}</span>}
      </dd>
    </div>
  );
}

/** A figure's value in its unit. */
export function formatFigure(value: string, unit: Unit): string {
  if (unit === "percent") return `${formatFixed(Number(value) * 100, 1)} %`;
  return formatFixed(value, unit === "count" ? 0 : 2);
}
