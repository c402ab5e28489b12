import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { Logo } from "@/components/shell/logo";
import { buttonVariants } from "@/components/ui/button";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("offline");
  return { title: t("title"), robots: { index: false } };
}

/** What the service worker shows while there is no connection. It works without scripts. */
export default function OfflinePage() {
  const t = useTranslations("offline");
  return (
    <main className="mx-auto grid min-h-dvh max-w-md place-content-center gap-3 p-6">
      <Logo className="size-8" />
      <h1 className="font-semibold text-xl">{t("title")}</h1>
      <p className="text-text-2">{t("text")}</p>
      <p className="text-text-2">{t("safe")}</p>
      <a href="/terminal/BTCUSDT" className={buttonVariants({ variant: "outline", size: "md" })}>
        {t("retry")}
      </a>
    </main>
  );
}
