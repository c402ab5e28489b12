import { useTranslations } from "next-intl";
import { LinePicture, type PictureLine } from "@/components/shell/line-picture";
import { Panel } from "@/components/shell/panel";
import type { RunResult } from "@/lib/lab/run/report/to-run-result";

const TONES = ["accent", "warn", "up", "down", "muted"] as const;
/** Points of one picture: more look like one. */
const MOST_POINTS = 600;

/** What the strategy drew with `addLineToCandleChart` and its like: one picture for each of its charts. */
export function StrategyLines({ lines }: Pick<RunResult, "lines">) {
  const t = useTranslations("lab.lines");
  const charts = [...new Set(lines.map(({ chart }) => chart))];
  if (charts.length === 0) return null;
  return (
    <Panel title={t("title")}>
      {charts.map((chart) => {
        const drawn = lines.filter((line) => line.chart === chart);
        const names = drawn.map(({ title }) => title).join(", ");
        const label = t("chart", { chart: chart ?? t("candles"), lines: names });
        return <LinePicture key={chart ?? ""} label={label} {...toPicture(drawn)} />;
      })}
    </Panel>
  );
}

function toPicture(lines: RunResult["lines"]): { atMs: number[]; lines: PictureLine[] } {
  const times = new Set(lines.flatMap(({ points }) => points.map(({ time }) => time)));
  const all = [...times].sort((a, b) => a - b);
  const every = Math.max(1, Math.ceil(all.length / MOST_POINTS));
  const atMs = all.filter((_, index) => index % every === 0);
  return {
    atMs,
    lines: lines.map(({ title, points }, index) => {
      const byTime = new Map(points.map(({ time, value }) => [time, value]));
      const tone = TONES[index % TONES.length] ?? "accent";
      return { name: title, tone, values: atMs.map((time) => byTime.get(time) ?? null) };
    }),
  };
}
