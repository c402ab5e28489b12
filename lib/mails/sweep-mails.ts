import "server-only";
import { isTimeZone, nameDay } from "@/lib/core/time-zone";
import { queueChallengeMails, queueLockMails } from "@/lib/db/mails/queue-event-mails";
import { queueRenewalMails } from "@/lib/db/mails/queue-renewal-mails";
import { findReviewZones, queueWeeklyReviews } from "@/lib/db/mails/queue-weekly-reviews";
import { deleteOldMails } from "@/lib/db/mails/queued-mails";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { deliverMails } from "@/lib/mails/deliver-mails";
import { queueWarnings } from "@/lib/mails/queue-warnings";

const DAY_MS = 86_400_000;
/** A week is reviewed from this hour of the Monday after it on. */
const REVIEW_AFTER_MS = 6 * 3_600_000;

/**
 * Queues the mails about what has happened, and sends all that are queued. What has the same cause is one mail, whichever
 * servers sweep, and however often.
 */
export async function sweepMails(now = new Date()): Promise<{ mailed: number }> {
  const steps = {
    queueChallengeMails,
    queueLockMails,
    queueRenewalMails,
    queueWarnings,
    queueReviews,
    deleteOldMails,
  };
  for (const [step, run] of Object.entries(steps)) {
    await run(now).catch((error) => reportError("mails-not-queued", error, { step }));
  }
  return deliverMails();
}

async function queueReviews(now: Date): Promise<void> {
  const zones = (await findReviewZones()).filter(isTimeZone);
  await queueWeeklyReviews(zones.map((zone) => ({ zone, week: findEndedWeek(now.getTime(), zone) })));
}

/** The Monday of the newest week that has ended in a zone, some hours ago. */
export function findEndedWeek(nowMs: number, zone: string): string {
  const today = nameDay(nowMs - REVIEW_AFTER_MS, zone);
  const noonMs = Date.parse(`${today}T12:00:00Z`);
  const sinceMonday = (new Date(noonMs).getUTCDay() + 6) % 7;
  return new Date(noonMs - (sinceMonday + 7) * DAY_MS).toISOString().slice(0, 10);
}
