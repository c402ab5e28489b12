import "server-only";
import { createMailTranslator } from "@/lib/i18n/create-mail-translator";
import { createUnsubscribeUrl } from "@/lib/mails/unsubscribe-token";
import type { MailCategory } from "@/lib/schemas/mails";

/** The URL that ends the mails of a category, with its label in the language of the account. */
export async function createUnsubscription(
  user: { userId: string; preferences: unknown },
  category: MailCategory,
): Promise<{ url: string; label: string }> {
  const t = await createMailTranslator(user);
  return { url: await createUnsubscribeUrl({ userId: user.userId, category }), label: t("unsubscribe") };
}
