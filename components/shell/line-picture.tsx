import { useLocale, useTranslations } from "next-intl";
import { listAxisTicks } from "@/components/shell/list-axis-ticks";
import { cn } from "@/lib/client/cn";
import { formatClock } from "@/lib/client/format";
import { type Formats, formatsOf } from "@/lib/client/locale/formats-of";

const WIDTH = 800;
const HEIGHT = 220;
const PAD = 8;
/** Where the times stand under the picture, as parts of its width. */
const TIME_PARTS = [0, 0.25, 0.5, 0.75, 1] as const;
const DAY_MS = 86_400_000;
/** From this span on the times are days. */
const DAYS_FROM_MS = 4 * DAY_MS;
/** Up to this span they have seconds: their parts would be the same minute. */
const SECONDS_UNTIL_MS = 5 * 60_000;

/** One line: its values in the order of `atMs`; null leaves a gap. `tone` names a colour of the theme. */
export type PictureLine = {
  name: string;
  tone: "accent" | "up" | "down" | "warn" | "muted";
  isStep?: boolean;
  values: readonly (number | null)[];
};

const TONES = {
  accent: { stroke: "stroke-accent", swatch: "bg-accent" },
  up: { stroke: "stroke-up", swatch: "bg-up" },
  down: { stroke: "stroke-down", swatch: "bg-down" },
  warn: { stroke: "stroke-warn", swatch: "bg-warn" },
  muted: { stroke: "stroke-text-3", swatch: "bg-text-3" },
} as const satisfies Record<PictureLine["tone"], { stroke: string; swatch: string }>;

/** Lines over time with their axes, as a static picture drawn without script; `label` describes it as text. */
export function LinePicture(props: {
  label: string;
  atMs: readonly number[];
  lines: readonly PictureLine[];
}) {
  const { atMs, lines } = props;
  const t = useTranslations("common");
  const formats = formatsOf(useLocale());
  const all = lines.flatMap(({ values }) => values).filter((value) => value !== null);
  const [first, last] = [atMs[0], atMs.at(-1)];
  if (first === undefined || last === undefined || first === last || all.length < 2) {
    return <p className="py-6 text-center text-text-3 text-xs">{t("noData")}</p>;
  }
  const [low, high] = all.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)] as [number, number],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as [number, number],
  );
  const span = high - low || 1;
  const x = (ms: number) => PAD + ((ms - first) / (last - first || 1)) * (WIDTH - 2 * PAD);
  const y = (value: number) => PAD + ((high - value) / span) * (HEIGHT - 2 * PAD);
  const { values: ticks, digits } = listAxisTicks(low, high);
  const widest = [low, high]
    .map((value) => formats.fixed(value, digits))
    .sort((a, b) => b.length - a.length)[0];
  return (
    <figure className="flex flex-col gap-2">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-2 gap-y-1 text-text-3 text-xs">
        <svg
          role="img"
          aria-label={props.label}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-52 w-full"
        >
          {ticks.map((value) => (
            <path
              key={value}
              d={`M0 ${y(value)}H${WIDTH}`}
              className={value === 0 ? "stroke-line-strong" : "stroke-line"}
              strokeDasharray={value === 0 ? "4 4" : undefined}
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {lines.map((line) => (
            <path
              key={line.name}
              d={drawPath(atMs, line, { x, y })}
              className={cn("fill-none", TONES[line.tone].stroke)}
              strokeWidth={1.5}
              vectorEffect="non-scaling-stroke"
            />
          ))}
        </svg>
        <div aria-hidden className="num relative text-right">
          <span className="invisible">{widest}</span>
          {ticks.map((value) => (
            <span
              key={value}
              className="absolute right-0 -translate-y-1/2"
              style={{ top: `${(y(value) / HEIGHT) * 100}%` }}
            >
              {formats.fixed(value, digits)}
            </span>
          ))}
        </div>
        <div aria-hidden className="num flex justify-between gap-4 whitespace-nowrap">
          {TIME_PARTS.map((part, index) => (
            <span key={part} className={cn(index % 2 === 1 && "max-sm:hidden")}>
              {formatAxisTime(first + part * (last - first), { spanMs: last - first, formats })}
            </span>
          ))}
        </div>
        <span aria-hidden>{t("utcZone")}</span>
      </div>
      <figcaption className="flex flex-wrap gap-4 text-text-2 text-xs">
        {lines.map(({ name, tone, values }) => (
          <span key={name} className="flex items-center gap-1.5">
            <span aria-hidden className={cn("h-0.5 w-4", TONES[tone].swatch)} />
            {name}
            <span className="num text-text">
              {formats.fixed(
                values.findLast((one) => one !== null),
                2,
              )}
            </span>
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

function drawPath(
  atMs: readonly number[],
  line: PictureLine,
  scale: { x: (ms: number) => number; y: (value: number) => number },
): string {
  let path = "";
  let isOpen = false;
  atMs.forEach((ms, index) => {
    const value = line.values[index] ?? null;
    if (value === null) {
      isOpen = false;
      return;
    }
    const [x, y] = [scale.x(ms).toFixed(1), scale.y(value).toFixed(1)];
    if (!isOpen) path += `M${x} ${y}`;
    else path += line.isStep ? `H${x}V${y}` : `L${x} ${y}`;
    isOpen = true;
  });
  return path;
}

/** "11-23", or "23/11" in other languages, on an axis of days, with the time on a shorter one, the time alone on one of minutes. */
function formatAxisTime(ms: number, { spanMs, formats }: { spanMs: number; formats: Formats }): string {
  if (spanMs < SECONDS_UNTIL_MS) return formats.time(formatClock(ms));
  const [date = "", time] = formats.minute(ms).split(" ");
  const day = date.replace(/^\d{4}-|\/\d{4}$/, "");
  return spanMs >= DAYS_FROM_MS ? day : `${day} ${time}`;
}
