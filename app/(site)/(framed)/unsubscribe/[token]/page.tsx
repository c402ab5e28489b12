import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Unsubscribe } from "@/components/account/unsubscribe";
import { PageMessages } from "@/components/shell/page-messages";
import { readUnsubscribeToken } from "@/lib/mails/unsubscribe-token";

type Props = { params: Promise<{ token: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("site.unsubscribe");
  return { title: t("title"), robots: { index: false }, referrer: "no-referrer" };
}

/** Ends the mails of one category without a session. A button is needed, since mail scanners open every link. */
export default async function UnsubscribePage({ params }: Props) {
  const t = await getTranslations("site.unsubscribe");
  const { token } = await params;
  const found = await readUnsubscribeToken(token);
  if (found === null) notFound();
  return (
    <section className="panel mx-auto my-10 flex w-full max-w-xl flex-col gap-4 p-8">
      <h1 className="font-semibold text-xl">{t("title")}</h1>
      <p className="text-text-2">{t("text", { category: t(`category.${found.category}`) })}</p>
      <PageMessages areas={["site.unsubscribe"]}>
        <Unsubscribe token={token} />
      </PageMessages>
      <Link
        href="/settings#mails"
        className="self-start rounded text-[13px] text-text-2 underline underline-offset-2"
      >
        {t("settings")}
      </Link>
    </section>
  );
}
