import type { Translate } from "@/lib/client/translate";

const PHASES = { "Funded (simulated)": "funded", Trial: "trial", Competition: "competition" } as const;
const NUMBERED = /^Phase (\d+)$/;

/** The name of a phase in the language of the page, from that in the log, which is English. */
export function namePhase(name: string, t: Translate<"common.phase">): string {
  const number = NUMBERED.exec(name)?.[1];
  if (number !== undefined) return t("numbered", { number });
  return Object.hasOwn(PHASES, name) ? t(PHASES[name as keyof typeof PHASES]) : name;
}
