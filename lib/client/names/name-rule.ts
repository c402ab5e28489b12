import type { Translate } from "@/lib/client/translate";

/** The loss rules of all plans by their names in the log, which is English. */
const RULES = {
  "Daily loss": "daily-loss",
  "Daily pause": "daily-pause",
  "Overall loss": "overall-loss",
  "Trailing loss": "trailing-loss",
  "High-water mark": "watermark",
  "Max drawdown": "drawdown",
} as const;

/** The name of a loss rule in the language of the page; one that no plan has stays as it is. */
export function nameRule(name: string, t: Translate<"common.rule">): string {
  return Object.hasOwn(RULES, name) ? t(RULES[name as keyof typeof RULES]) : name;
}
