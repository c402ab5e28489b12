import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { SiteFrame } from "@/components/shell/site-frame";
import { buttonVariants } from "@/components/ui/button";
import { cn } from "@/lib/client/cn";
import { getEnv } from "@/lib/infra/env/env";
import { formatFacts } from "@/lib/share/format-facts";
import { readFacts } from "@/lib/share/share-token";

type Props = { params: Promise<{ token: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const facts = await readFacts((await params).token);
  if (!facts) return {};
  const { title, figure, lines } = formatFacts(facts);
  const description = `${lines.join(". ")}. Simulated money.`;
  return {
    metadataBase: new URL(getEnv().APP_URL),
    title: `${title}: ${figure}`,
    description,
    robots: { index: false },
    openGraph: { type: "website", siteName: "Terminal Zero", title: `${title}: ${figure}`, description },
    twitter: { card: "summary_large_image" },
  };
}

/** A fill or a day that a trader shared, as recorded. */
export default async function SharedPage({ params }: Props) {
  const facts = await readFacts((await params).token);
  if (!facts) notFound();
  const { title, figure, isGood, lines } = formatFacts(facts);
  return (
    <SiteFrame>
      <section className="panel mx-auto my-10 grid w-full max-w-xl gap-4 p-8">
        <h1 className="font-medium text-text-2">{title}</h1>
        <p className={cn("num text-4xl", isGood === null ? "text-text" : isGood ? "text-up" : "text-down")}>
          {figure}
        </p>
        <ul className="grid gap-1 text-text-2">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <p className="border-t pt-4 text-text-3 text-xs">
          Simulated money, prices of {facts.market}. The figures carry the signature of Terminal Zero: whoever
          changes them has no link.
        </p>
        <Link href="/" className={buttonVariants({ variant: "solid", size: "lg" })}>
          Practise yourself
        </Link>
      </section>
    </SiteFrame>
  );
}
