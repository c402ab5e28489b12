import { z } from "zod";
import type { MailKind } from "@/lib/core/account-terms";
import { LIMIT_CAUSES } from "@/lib/core/limits/limit-state";

/** Mails that a user may turn off, or on. Receipts, notices of renewals and mails about the account's security are always sent. */
export const MAIL_CATEGORIES = ["challenges", "limits", "alerts", "weekly"] as const;
export type MailCategory = (typeof MAIL_CATEGORIES)[number];

/** Whether a category is sent to a user who has chosen nothing. */
const SENT_BY_DEFAULT: Record<MailCategory, boolean> = {
  challenges: true,
  limits: true,
  alerts: true,
  weekly: false,
};

/** The category of each kind of mail; null for those that can't be turned off. */
export const CATEGORY_OF_MAIL: Record<MailKind, MailCategory | null> = {
  payment: null,
  renewal: null,
  "challenge-started": "challenges",
  "challenge-passed": "challenges",
  "challenge-failed": "challenges",
  "limit-warned": "limits",
  "account-locked": "limits",
  "account-unlocked": "limits",
  "new-device": null,
  "weekly-review": "weekly",
};

/** A user's choices; an absent one is the default. */
export const mailChoicesSchema = z.strictObject({
  challenges: z.boolean().optional(),
  limits: z.boolean().optional(),
  alerts: z.boolean().optional(),
  weekly: z.boolean().optional(),
});
export type MailChoices = z.infer<typeof mailChoicesSchema>;

/** Whether a user wants the mails of a category. */
export function isMailWanted(choices: MailChoices | undefined, category: MailCategory): boolean {
  return choices?.[category] ?? SENT_BY_DEFAULT[category];
}

const challenge = {
  challengeId: z.string(),
  planName: z.string(),
  /** From 1, and how many there are. */
  phase: z.number().int(),
  phases: z.number().int(),
};

/** What a mail is made from when it is sent. Times in ms. */
export const mailFactsSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("payment"),
    reference: z.string(),
    product: z.string(),
    /** In the currency's subunit. */
    amount: z.number().int(),
    currency: z.string(),
    paidAtMs: z.number(),
  }),
  z.object({
    kind: z.literal("renewal"),
    product: z.string(),
    /** In the currency's subunit. */
    amount: z.number().int(),
    currency: z.string(),
    chargedAtMs: z.number(),
  }),
  z.object({ kind: z.literal("challenge-started"), ...challenge }),
  z.object({ kind: z.literal("challenge-passed"), ...challenge }),
  z.object({ kind: z.literal("challenge-failed"), ...challenge, rule: z.string().nullable() }),
  z.object({
    kind: z.literal("limit-warned"),
    challengeId: z.string(),
    planName: z.string(),
    rule: z.string(),
    level: z.enum(["half", "nine-tenths"]),
    headroom: z.string(),
    amount: z.string(),
  }),
  z.object({
    kind: z.literal("account-locked"),
    portfolioName: z.string(),
    cause: z.enum(LIMIT_CAUSES),
    untilMs: z.number(),
    zone: z.string(),
  }),
  z.object({ kind: z.literal("account-unlocked"), portfolioName: z.string() }),
  z.object({
    kind: z.literal("new-device"),
    device: z.string(),
    /** Null where the program does not name it; absent in mails that were queued by older versions. */
    browser: z.string().nullable().optional(),
    system: z.string().nullable().optional(),
    clientIp: z.string(),
    atMs: z.number(),
  }),
  /** `week` is the Monday of the week that has ended. */
  z.object({ kind: z.literal("weekly-review"), week: z.string() }),
]);
export type MailFacts = z.infer<typeof mailFactsSchema>;
