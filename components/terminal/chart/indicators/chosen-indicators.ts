import type { Indicator } from "@/components/terminal/chart/indicators/indicator-kinds";
import { createPersisted } from "@/lib/client/persisted";

/** The indicators that the trader has put on the chart. */
export const chosenIndicators = createPersisted<readonly Indicator[]>({
  key: "tz:indicators",
  initial: [],
  parse: parseIndicators,
});

/**
 * What is stored in the form of indicators. Kinds and ranges of values are checked by what draws them
 * (`isValidIndicator`), whose code the first load of the page does without.
 */
export function parseIndicators(stored: unknown): Indicator[] {
  return Array.isArray(stored) ? stored.filter(isIndicator) : [];
}

function isIndicator(one: unknown): one is Indicator {
  if (typeof one !== "object" || one === null) return false;
  const { id, kind, values } = one as Partial<Indicator>;
  const hasValues = Array.isArray(values) && values.every((value) => typeof value === "number");
  return typeof id === "string" && typeof kind === "string" && hasValues;
}
