import "server-only";
import { getDb } from "@/lib/db/client";
import type { MailCategory } from "@/lib/schemas/mails";

/** Records that a user does not want the mails of a category; other preferences stay as they are. */
export async function endMails(userId: string, category: MailCategory): Promise<void> {
  await getDb().$executeRaw`
    UPDATE "User" SET "preferences" = "preferences" || jsonb_build_object('mails',
      coalesce("preferences" -> 'mails', '{}'::jsonb) || jsonb_build_object(${category}::text, false))
    WHERE "id" = ${userId} AND "deletedAt" IS NULL`;
}
