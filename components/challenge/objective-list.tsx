import { useLocale, useTranslations } from "next-intl";
import { cn } from "@/lib/client/cn";
import { NO_VALUE } from "@/lib/client/format";
import { type Formats, formatsOf } from "@/lib/client/locale/formats-of";
import { type LimitWarning, warnOfLimit } from "@/lib/core/challenge/rules/limit-warning";
import { max, parseDecimal, sub, ZERO } from "@/lib/core/decimal";
import type { ObjectiveDto } from "@/lib/schemas/challenge/challenge-responses";

const MARKS = {
  ok: { sign: "✓", tone: "text-up" },
  low: { sign: "✓", tone: "text-up" },
  reached: { sign: "✓", tone: "text-up" },
  broken: { sign: "✕", tone: "text-down" },
  open: { sign: "○", tone: "text-text-3" },
} as const satisfies Record<ObjectiveDto["state"], { sign: string; tone: string }>;

/** Every objective of a phase with its mark, its figures and its bar, in the order in which they are given. */
export function ObjectiveList({ objectives }: { objectives: readonly ObjectiveDto[] }) {
  const t = useTranslations("challenge.objectives");
  const formats = formatsOf(useLocale());
  const tKind = useTranslations("rules.kind");
  return (
    <ul className="flex flex-col divide-y divide-line">
      {objectives.map((objective) => {
        const { id, kind, state, symbol, limit, dueAt } = objective;
        const { sign, tone } = MARKS[state];
        const warning = readWarning(objective);
        return (
          <li key={id} className="flex flex-col gap-1.5 py-2.5 first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-baseline gap-x-2 text-sm">
              <span aria-hidden className={cn("w-4 text-center", tone)}>
                {sign}
              </span>
              <span className="flex-1">
                {tKind(kind)} {symbol && <span className="text-text-2 text-xs">{symbol} </span>}
                <span className="sr-only">{t(`state.${state}`)}</span>
              </span>
              <ObjectiveFigures objective={objective} />
            </div>
            {limit !== null && objective.effect !== "shown" && (
              <span aria-hidden className="ml-6 h-1.5 overflow-hidden rounded bg-raised">
                <span
                  className={cn("block h-full", pickBarTone(objective, warning))}
                  style={{ width: `${readShare(objective) * 100}%` }}
                />
              </span>
            )}
            {warning && (
              <span className={cn("ml-6 text-xs", warning === "half" ? "text-warn" : "text-down")}>
                {t(`warning.${warning}`)}
              </span>
            )}
            {dueAt && (
              <span className="ml-6 text-text-2 text-xs">
                {t(`due.${nameDue(objective)}`, { time: formats.minute(Date.parse(dueAt)) })}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function ObjectiveFigures({ objective }: { objective: ObjectiveDto }) {
  const t = useTranslations("challenge.objectives");
  const formats = formatsOf(useLocale());
  const { used, limit, effect, unit } = objective;
  if (limit === null) return null;
  const format = (value: string | null) =>
    unit === "minutes" && value !== null
      ? t("minutes", { value: formats.fixed(value, 0) })
      : formatUnit(unit, value, formats);
  if (effect === "shown") return <span className="num">{format(limit)}</span>;
  const isLimit = effect !== "needed";
  const shown = isLimit && used !== null ? String(Math.max(0, Number(used))) : used;
  const place = unit === "share" ? "share" : isLimit ? "used" : "reached";
  return <span className="num">{t(place, { used: format(shown), limit: format(limit) })}</span>;
}

function formatUnit(unit: ObjectiveDto["unit"], value: string | null, formats: Formats): string {
  if (value === null) return NO_VALUE;
  if (unit === "share") return formats.share(value, 1);
  if (unit === "multiple") return `${formats.exact(String(Number(value)))}x`;
  return formats.fixed(value, unit === "money" ? 2 : 0);
}

/** What `dueAt` is the time of: the end of a pause, that of a session or of its break, or a deadline. */
function nameDue({ unit, effect, state }: ObjectiveDto): "pause" | "open" | "closed" | "deadline" {
  if (effect === "pauses") return "pause";
  if (unit !== "none") return "deadline";
  return state === "broken" ? "closed" : "open";
}

/** What a limit deserves as a warning; what is needed has none, and a broken limit is past it. */
function readWarning({ used, limit, effect, state }: ObjectiveDto): LimitWarning | null {
  if (used === null || limit === null || effect === "needed" || effect === "shown" || state === "broken")
    return null;
  const amount = parseDecimal(limit);
  return warnOfLimit({ headroom: sub(amount, max(parseDecimal(used), ZERO)), amount });
}

/** The filled part of the bar. */
function readShare({ used, limit }: ObjectiveDto): number {
  if (used === null || limit === null) return 0;
  return Number(limit) <= 0 ? 1 : Math.max(0, Math.min(1, Number(used) / Number(limit)));
}

function pickBarTone({ state, effect }: ObjectiveDto, warning: LimitWarning | null): string {
  if (state === "broken" || warning === "nine-tenths") return "bg-down";
  if (warning === "half") return "bg-warn";
  return effect === "needed" && state === "reached" ? "bg-up" : "bg-accent";
}
