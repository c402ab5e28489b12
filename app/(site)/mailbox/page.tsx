import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { formatMinute } from "@/lib/client/format";
import { readMailbox } from "@/lib/infra/mail";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("site.mailbox.meta");
  return { title: t("title"), robots: { index: false } };
}

/** The emails that the demo would have sent. Exists only with the development mailbox. */
export default async function MailboxPage() {
  const t = await getTranslations("site.mailbox");
  const mails = await readMailbox();
  if (!mails) notFound();
  return (
    <main className="mx-auto flex max-w-2xl flex-col gap-4 p-6">
      <h1 className="font-semibold text-xl">{t("title")}</h1>
      <p className="text-text-2">{t("text")}</p>
      {mails.length === 0 && <p className="panel p-4 text-text-2">{t("empty")}</p>}
      {mails.map((mail) => (
        <article key={`${mail.sentMs}-${mail.link}`} className="panel flex flex-col gap-2 p-4">
          <h2 className="font-medium">{mail.subject}</h2>
          <p className="text-text-3 text-xs">
            {t.rich("sent", {
              to: mail.to,
              time: formatMinute(mail.sentMs),
              num: (chunks) => <span className="num">{chunks}</span>,
            })}
          </p>
          <p className="whitespace-pre-line text-[13px] text-text-2">{mail.text}</p>
          <a href={mail.link} className="break-all rounded text-[13px] text-accent underline">
            {mail.link}
          </a>
          {mail.unsubscribe && (
            <a href={mail.unsubscribe} className="self-start rounded text-text-3 text-xs underline">
              {t("unsubscribe")}
            </a>
          )}
        </article>
      ))}
    </main>
  );
}
