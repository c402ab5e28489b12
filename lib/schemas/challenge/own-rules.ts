import { z } from "zod";
import { OWN_PROGRAMS, OWN_TRAILS, type OwnRules } from "@/lib/core/challenge/build-own-plan";
import { type Decimal, fromNumber } from "@/lib/core/decimal";
import { isTimeZone } from "@/lib/core/time-zone";
import { isPlainText } from "@/lib/schemas/display-name";

/** The rules of `/rules/mine` as they stand in its URL: percents as numbers, an empty field leaves a rule out. */

const percent = (max: number) =>
  numberUpTo(max).transform((value) => (value === null ? null : divideBy(value, 100)));
const whole = (max: number) =>
  z
    .string()
    .max(6)
    .regex(/^\d*$/)
    .optional()
    .transform((text) => (text ? Number(text) : null))
    .refine((value) => value === null || value <= max);
const time = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d)?$/)
  .optional()
  .transform((text) => text || null);

export const ownRulesSchema = z
  .object({
    name: z.string().trim().max(40).default(""),
    resetAt: time.transform((text) => text ?? "00:00"),
    zone: z
      .string()
      .max(64)
      .optional()
      .transform((zone) => zone || "UTC")
      .refine(isTimeZone),
    dailyPause: percent(100),
    dailyLoss: percent(100),
    overallLoss: percent(100),
    trail: z.enum(OWN_TRAILS).default("none"),
    target: percent(1_000),
    minTradingDays: whole(365).transform((days) => days ?? 0),
    minDayProfit: percent(100),
    bestDay: percent(100),
    stopMinutes: whole(1_440),
    risk: percent(100),
    exposure: percent(10_000),
    symbolExposure: percent(10_000),
    leverage: numberUpTo(100).transform((value) => (value === null ? null : divideBy(value, 1))),
    opensAt: time,
    closesAt: time,
    inactiveDays: whole(365),
    programs: z.enum(OWN_PROGRAMS).default("yes"),
  })
  .refine(({ opensAt, closesAt }) => (opensAt === null) === (closesAt === null)) satisfies z.ZodType<
  OwnRules,
  Record<string, string | undefined>
>;

/** The fields of the form, in its order. */
export const OWN_RULE_FIELDS = [
  "dailyPause",
  "dailyLoss",
  "overallLoss",
  "target",
  "minTradingDays",
  "minDayProfit",
  "bestDay",
  "stopMinutes",
  "risk",
  "exposure",
  "symbolExposure",
  "leverage",
  "opensAt",
  "closesAt",
  "inactiveDays",
  "resetAt",
  "zone",
] as const satisfies readonly (keyof OwnRules)[];

const FIELD_NAMES = ["name", "trail", "programs", ...OWN_RULE_FIELDS] as const;
/** The longest field is a time zone. */
const filled = z.partialRecord(z.enum(FIELD_NAMES), z.string().max(64));

/** Body of `POST /api/rulebooks`: the fields as text, as they stand in the URL of `/rules/mine`. */
export const newRulebookSchema = filled.superRefine((values, context) => {
  const { success, error } = ownRulesSchema.safeParse(values);
  if (!values.name?.trim())
    context.addIssue({ code: "custom", path: ["name"], message: "Name the rulebook." });
  else if (!isPlainText(values.name)) {
    context.addIssue({ code: "custom", path: ["name"], message: "may have letters, digits and signs" });
  }
  for (const { path, message } of success ? [] : error.issues) {
    context.addIssue({ code: "custom", path: [...path], message });
  }
});
export type NewRulebook = z.infer<typeof newRulebookSchema>;

export const rulebookIdSchema = z.object({ id: z.string().max(64) });

/** A saved rulebook. */
export const rulebookSchema = z.object({
  id: z.string(),
  name: z.string(),
  rules: filled,
  createdAt: z.iso.datetime(),
});
export type RulebookDto = z.infer<typeof rulebookSchema>;

/** `GET /api/rulebooks`. */
export const rulebooksSchema = z.object({ rulebooks: z.array(rulebookSchema) });

/** Two digits may stand behind a comma, three could be thousands. */
function numberUpTo(max: number) {
  return z
    .string()
    .max(12)
    .regex(/^(\d+(\.\d{1,4}|,\d{1,2})?)?$/)
    .optional()
    .transform((text) => text?.replace(",", "."))
    .transform((text) => (text && Number(text) > 0 ? text : null))
    .refine((text) => text === null || Number(text) <= max);
}

function divideBy(text: string, divisor: number): Decimal {
  return (fromNumber(Number(text)) / BigInt(divisor)) as Decimal;
}
