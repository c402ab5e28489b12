import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { ShareLine } from "@/components/share/share-line";
import { buttonVariants } from "@/components/ui/button";
import { cn } from "@/lib/client/cn";
import { getEnv } from "@/lib/infra/env/env";
import { formatFacts } from "@/lib/share/format-facts";
import { placeLine } from "@/lib/share/place-line";
import { readFacts } from "@/lib/share/share-links";

type Props = { params: Promise<{ token: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("site.share");
  const tCommon = await getTranslations("common");
  const facts = await readFacts((await params).token);
  if (!facts) return {};
  const { title, figure, lines } = formatFacts(facts, t, await getLocale());
  const whole = t("meta.title", { title, figure });
  const description = t("meta.description", { lines: lines.join(". ") });
  return {
    metadataBase: new URL(getEnv().APP_URL),
    title: whole,
    description,
    robots: { index: false },
    openGraph: { type: "website", siteName: tCommon("product"), title: whole, description },
    twitter: { card: "summary_large_image" },
  };
}

/** A fill or a day that a trader shared, as recorded. */
export default async function SharedPage({ params }: Props) {
  const t = await getTranslations("site.share");
  const facts = await readFacts((await params).token);
  if (!facts) notFound();
  const { title, figure, isGood, lines } = formatFacts(facts, t, await getLocale());
  const line = placeLine(facts);
  return (
    <section className="panel mx-auto my-10 grid w-full max-w-xl gap-4 p-8">
      <h1 className="font-medium text-text-2">{title}</h1>
      <p className={cn("num text-4xl", isGood === null ? "text-text" : isGood ? "text-up" : "text-down")}>
        {figure}
      </p>
      {line && <ShareLine line={line} label={t("line")} className="h-auto w-full" />}
      <ul className="grid gap-1 text-text-2">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p className="border-t pt-4 text-text-3 text-xs">{t("signed", { market: facts.market })}</p>
      <Link href="/" className={buttonVariants({ variant: "solid", size: "lg" })}>
        {t("tryIt")}
      </Link>
    </section>
  );
}
