import { useLocale, useTranslations } from "next-intl";
import { listAxisTicks } from "@/components/shell/list-axis-ticks";
import { cn } from "@/lib/client/cn";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { JournalMetricsDto } from "@/lib/schemas/journal-responses";

const WIDTH = 320;
const HEIGHT = 220;
const PAD = 10;

/** The best open result of each trade over its worst, in R, as a static picture; wins and losses by sign and shape; and what trades lack that are not in it. */
export function ScatterPicture({
  points,
  lacking,
}: {
  points: JournalMetricsDto["excursions"];
  lacking: JournalMetricsDto["unmeasuredExcursions"];
}) {
  const t = useTranslations("journal.scatter");
  const formats = formatsOf(useLocale());
  const read = points.map(({ id, mfe, mae, r }) => ({
    id,
    x: Math.max(0, -Number(mae)),
    y: Math.max(0, Number(mfe)),
    isWin: Number(r) > 0,
  }));
  const missing = [
    lacking.withoutR > 0 && t("withoutR", { count: lacking.withoutR }),
    lacking.withoutPrices > 0 && t("withoutPrices", { count: lacking.withoutPrices }),
  ].filter((text) => text !== false);
  if (read.length < 2) {
    return (
      <div className="grid gap-1 py-6 text-center text-text-3 text-xs">
        {[t("none", { count: read.length }), ...missing].map((text) => (
          <p key={text}>{text}</p>
        ))}
      </div>
    );
  }
  const right = Math.max(1, ...read.map(({ x }) => x));
  const top = Math.max(1, ...read.map(({ y }) => y));
  const x = (value: number) => PAD + (value / right) * (WIDTH - 2 * PAD);
  const y = (value: number) => HEIGHT - PAD - (value / top) * (HEIGHT - 2 * PAD);
  const columns = listAxisTicks(0, right);
  const rows = listAxisTicks(0, top);
  return (
    <figure className="flex flex-col gap-2 text-text-3 text-xs">
      <svg
        role="img"
        aria-label={t("label", { count: read.length })}
        viewBox={`-26 0 ${WIDTH + 26} ${HEIGHT + 16}`}
      >
        {rows.values.map((value) => (
          <g key={`row ${value}`}>
            <path d={`M${PAD} ${y(value)}H${WIDTH - PAD}`} className="stroke-line" />
            <text x={PAD - 4} y={y(value) + 3} textAnchor="end" className="num fill-text-3 text-[9px]">
              {formats.fixed(value, rows.digits)}
            </text>
          </g>
        ))}
        {columns.values.map((value) => (
          <g key={`column ${value}`}>
            <path d={`M${x(value)} ${PAD}V${HEIGHT - PAD}`} className="stroke-line" />
            <text x={x(value)} y={HEIGHT + 6} textAnchor="middle" className="num fill-text-3 text-[9px]">
              {formats.fixed(value, columns.digits)}
            </text>
          </g>
        ))}
        {read.map((point) =>
          point.isWin ? (
            <circle key={point.id} cx={x(point.x)} cy={y(point.y)} r={3} className="fill-up/70" />
          ) : (
            <path
              key={point.id}
              d={`M${x(point.x) - 3} ${y(point.y) - 3}l6 6m0 -6l-6 6`}
              className="stroke-down"
              strokeWidth={1.5}
            />
          ),
        )}
      </svg>
      <figcaption className="flex flex-wrap gap-x-4 gap-y-1 text-text-2">
        <span className={cn("text-up")}>● {t("win")}</span>
        <span className="text-down">✕ {t("loss")}</span>
        <span>{t("axes")}</span>
        {missing.map((text) => (
          <span key={text}>{text}</span>
        ))}
      </figcaption>
    </figure>
  );
}
