import "server-only";
import {
  claimMails,
  type PendingMail,
  type QueuedMailOutcome,
  recordMail,
} from "@/lib/db/mails/queued-mails";
import { readMailLocale } from "@/lib/i18n/create-mail-translator";
import { getEnv } from "@/lib/infra/env/env";
import { sendMail } from "@/lib/infra/mail";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { type ComposedMail, composeMail } from "@/lib/mails/compose-mail";
import { composeWeeklyReview } from "@/lib/mails/compose-weekly-review";
import { createUnsubscription } from "@/lib/mails/create-unsubscription";
import { preferencesSchema } from "@/lib/schemas/account";
import { CATEGORY_OF_MAIL, isMailWanted, type MailFacts, mailFactsSchema } from "@/lib/schemas/mails";

/** Mails that are claimed together. */
const BATCH_SIZE = 100;
const PARALLEL = 8;
/** After this many attempts, half an hour in all, a mail is given up. */
const MAX_ATTEMPTS = 10;

/**
 * Sends the mails that are queued. A process that ends meanwhile is made good by the next one: the provider sends one
 * mail for the same key. @returns how many were sent
 */
export async function deliverMails(): Promise<{ mailed: number }> {
  let mailed = 0;
  for (;;) {
    const claimed = await claimMails(BATCH_SIZE);
    const queue = claimed.values();
    const lane = async () => {
      for (const one of queue) if (await deliverOne(one)) mailed += 1;
    };
    await Promise.all(Array.from({ length: Math.min(PARALLEL, claimed.length) }, lane));
    if (claimed.length < BATCH_SIZE) return { mailed };
  }
}

/** @returns whether it was sent */
async function deliverOne(one: PendingMail): Promise<boolean> {
  const outcome = await send(one).catch((error) => {
    reportError("mail-not-delivered", error);
    return "failed" as const;
  });
  if (outcome !== "failed" && outcome !== "held-back") await recordMail(one, outcome);
  else if (one.attempts >= MAX_ATTEMPTS) {
    reportError("mail-given-up", `after ${one.attempts} attempts`);
    await recordMail(one, "given-up");
  }
  return outcome === "sent";
}

/** `held-back`: the recipient got too many a moment ago, so that it is tried again like a failure. */
async function send(one: PendingMail): Promise<QueuedMailOutcome | "failed" | "held-back"> {
  const facts = mailFactsSchema.parse(one.facts);
  const category = CATEGORY_OF_MAIL[facts.kind];
  const { mails } = preferencesSchema.strip().parse(one.preferences);
  if (category !== null && !isMailWanted(mails, category)) return "unwanted";
  if (one.deletedAt !== null) return "void";
  // A banned user can't open what it is about; receipts and warnings of the account's security still come.
  if (one.bannedAt !== null && category !== null) return "void";
  if (one.emailVerifiedAt === null) return "unverified";
  const composed = await compose(facts, one);
  if (composed === null) return "void";
  const { subject, text, path } = composed;
  return sendMail({
    to: one.email,
    isVerified: true,
    purpose: facts.kind,
    idempotencyKey: `mail-${one.userId}-${one.id}`,
    subject,
    text,
    ...(category !== null && { unsubscribe: await createUnsubscription(one, category) }),
    createLink: () => new URL(path, getEnv().APP_URL).href,
  });
}

async function compose(facts: MailFacts, one: PendingMail): Promise<ComposedMail | null> {
  const locale = readMailLocale(one.preferences);
  return facts.kind === "weekly-review"
    ? composeWeeklyReview(one.userId, facts.week, locale)
    : composeMail(facts, { zone: one.timeZone, locale });
}
