import { parseIndicators } from "@/components/terminal/chart/indicators/chosen-indicators";
import type { Indicator } from "@/components/terminal/chart/indicators/indicator-kinds";
import { createPersisted } from "@/lib/client/persisted";
import { MAX_TEMPLATES } from "@/lib/schemas/desk-limits";

/** A named set of indicators. */
export type IndicatorTemplate = { name: string; indicators: readonly Indicator[] };

/** The trader's templates, in the order in which they were saved. */
export const indicatorTemplates = createPersisted<readonly IndicatorTemplate[]>({
  key: "tz:indicator-templates",
  initial: [],
  parse: parseTemplates,
});

/** The valid templates of what is stored. */
export function parseTemplates(stored: unknown): IndicatorTemplate[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((one) => {
    const { name, indicators } = (one ?? {}) as Partial<IndicatorTemplate>;
    return typeof name === "string" && name !== "" ? [{ name, indicators: parseIndicators(indicators) }] : [];
  });
}

/** Saves indicators under a name, replacing those of that name; the oldest leave where there are too many. */
export function saveTemplate(name: string, indicators: readonly Indicator[]): void {
  const others = indicatorTemplates.read().filter((one) => one.name !== name);
  indicatorTemplates.write([...others, { name, indicators }].slice(-MAX_TEMPLATES));
}

export function removeTemplate(name: string): void {
  indicatorTemplates.write(indicatorTemplates.read().filter((one) => one.name !== name));
}
