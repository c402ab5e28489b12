import Link from "next/link";
import { useTranslations } from "next-intl";
import { LinePicture } from "@/components/shell/line-picture";
import { Panel } from "@/components/shell/panel";
import { buttonVariants } from "@/components/ui/button";
import { formatFixed, NO_VALUE } from "@/lib/client/format";
import { type DailyFigures, FIGURE_DAYS } from "@/lib/schemas/admin";

const COUNTS = ["signUps", "traders", "orders"] as const;

/** Sign-ups, traders, orders, revenue and results of challenges by day, with their sums. */
export function DailyCharts({ figures, days }: { figures: readonly DailyFigures[]; days: number }) {
  const t = useTranslations("admin.figures");
  const atMs = figures.map(({ day }) => Date.parse(`${day}T00:00:00Z`));
  const sum = (key: Exclude<keyof DailyFigures, "day">) =>
    figures.reduce((total, day) => total + day[key], 0);
  const [passed, failed] = [sum("passed"), sum("failed")];
  const rate = passed + failed === 0 ? NO_VALUE : `${formatFixed((passed / (passed + failed)) * 100, 1)}%`;
  return (
    <>
      <nav aria-label={t("period")} className="flex flex-wrap items-center gap-2">
        {FIGURE_DAYS.map((one) => (
          <Link
            key={one}
            href={`/admin/figures?days=${one}`}
            aria-current={one === days ? "page" : undefined}
            className={buttonVariants({ variant: one === days ? "solid" : "outline" })}
          >
            {t("days", { days: String(one) })}
          </Link>
        ))}
        <a href={`/api/admin/figures.csv?days=${days}`} className={buttonVariants({ variant: "outline" })}>
          {t("export")}
        </a>
      </nav>
      <div className="grid gap-4 lg:grid-cols-2">
        {COUNTS.map((key) => (
          <Panel key={key} title={t(key)} note={key === "traders" ? t("eachDay") : formatFixed(sum(key), 0)}>
            <LinePicture
              label={t(key)}
              atMs={atMs}
              lines={[{ name: t(key), tone: "accent", values: figures.map((day) => day[key]) }]}
            />
          </Panel>
        ))}
        <Panel title={t("revenue")} note={formatFixed(sum("revenue") / 100, 2)}>
          <LinePicture
            label={t("revenue")}
            atMs={atMs}
            lines={[
              { name: t("revenue"), tone: "accent", values: figures.map(({ revenue }) => revenue / 100) },
            ]}
          />
        </Panel>
        <Panel title={t("challenges")} note={t("passRate", { rate })}>
          <LinePicture
            label={t("challenges")}
            atMs={atMs}
            lines={[
              { name: t("passed"), tone: "up", values: figures.map((day) => day.passed) },
              { name: t("failed"), tone: "down", values: figures.map((day) => day.failed) },
            ]}
          />
        </Panel>
      </div>
    </>
  );
}
