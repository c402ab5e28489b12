import "server-only";
import { reviewJournal } from "@/lib/journal/review-journal";
import type { ComposedMail } from "@/lib/mails/compose-mail";

/** The review of the week that begins on the day `week`, from the figures of the journal's page. */
export async function composeWeeklyReview(userId: string, week: string): Promise<ComposedMail | null> {
  const { sentences } = await reviewJournal(userId, { week });
  return {
    subject: `Your week from ${week}`,
    text: sentences.join("\n"),
    path: "/journal",
  };
}
