import { useTranslations } from "next-intl";
import { cn } from "@/lib/client/cn";
import { formatFixed, formatMinute } from "@/lib/client/format";

const WIDTH = 800;
const HEIGHT = 220;
const PAD = 8;

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

/** Lines over time as a static picture, drawn without script; `label` describes it as text. */
export function LinePicture(props: {
  label: string;
  atMs: readonly number[];
  lines: readonly PictureLine[];
}) {
  const { atMs, lines } = props;
  const t = useTranslations("common");
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
          {low < 0 && high > 0 && (
            <path
              d={`M${PAD} ${y(0)}H${WIDTH - PAD}`}
              className="stroke-line-strong"
              strokeDasharray="4 4"
              vectorEffect="non-scaling-stroke"
            />
          )}
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
        <div className="num flex flex-col justify-between text-right">
          <span>{formatFixed(high, 2)}</span>
          <span>{formatFixed(low, 2)}</span>
        </div>
        <div className="num flex justify-between gap-4">
          <span>{formatMinute(first)}</span>
          <span>{t("utc", { time: formatMinute(last) })}</span>
        </div>
      </div>
      <figcaption className="flex flex-wrap gap-4 text-text-2 text-xs">
        {lines.map(({ name, tone }) => (
          <span key={name} className="flex items-center gap-1.5">
            <span aria-hidden className={cn("h-0.5 w-4", TONES[tone].swatch)} />
            {name}
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
