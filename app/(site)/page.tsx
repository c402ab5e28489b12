import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ArrowRight } from "@/components/icons/later-icons";
import { FeatureList } from "@/components/landing/feature-list";
import { LiveMarket } from "@/components/landing/live-market";
import { MarketNotice } from "@/components/landing/market-notice";
import { Showcase } from "@/components/landing/showcase";
import { PageFooter } from "@/components/shell/footer/page-footer";
import { WrittenPagesProvider } from "@/components/shell/footer/written-links";
import { Logo } from "@/components/shell/logo";
import { PageMessages } from "@/components/shell/page-messages";
import { StructuredData } from "@/components/shell/structured-data";
import { ThemeButton } from "@/components/shell/theme-button";
import { terminalPath } from "@/components/terminal/layout/terminal-path";
import { buttonVariants } from "@/components/ui/button";
import { isSignedIn } from "@/lib/auth/session/is-signed-in";
import { MARKET_META } from "@/lib/client/market-id";
import { listFooterPages } from "@/lib/db/admin/list-footer-pages";
import { buildMetadata } from "@/lib/infra/build-metadata";
import { getEnv } from "@/lib/infra/env/env";
import { listInstruments } from "@/lib/market/reference/instruments";
import { pickPopular } from "@/lib/market/reference/pick-popular";

export const dynamic = "force-dynamic";

const PAGES = ["pricing", "rules", "leaderboard"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("site.landing.meta");
  return buildMetadata({ title: t("title"), description: t("description"), path: "/", isWholeTitle: true });
}

/** The landing page, with a live market. */
export default async function LandingPage() {
  const t = await getTranslations("site.landing");
  const tCommon = await getTranslations("common");
  const { APP_URL, MARKET_ID, MARKET_KIND, MARKET_NAME } = getEnv();
  const popular = pickPopular((await listInstruments()).instruments);
  const [isTrader, written] = await Promise.all([isSignedIn(), listFooterPages()]);
  const first = popular[0]?.symbol ?? "BTCUSDT";
  return (
    <div className="mx-auto flex min-h-dvh max-w-[1560px] flex-col px-4 lg:px-8">
      <meta name={MARKET_META} content={MARKET_ID} />
      <StructuredData
        facts={{
          "@type": "WebApplication",
          name: tCommon("product"),
          url: APP_URL,
          description: t("meta.description"),
          applicationCategory: "FinanceApplication",
          operatingSystem: t("anyBrowser"),
          isAccessibleForFree: true,
          offers: { "@type": "Offer", price: "0", priceCurrency: "USD" },
        }}
      />
      <header className="flex h-14 shrink-0 items-center gap-2">
        <Logo className="size-6" />
        <span className="font-semibold">{tCommon("product")}</span>
        <nav aria-label={tCommon("nav.site")} className="flex flex-1 gap-1 max-md:hidden">
          {PAGES.map((page) => (
            <a key={page} href={`/${page}`} className={buttonVariants({ size: "md" })}>
              {tCommon(`nav.${page}`)}
            </a>
          ))}
        </nav>
        <span className="flex-1 md:hidden" />
        <ThemeButton />
        <a href={isTrader ? "/journal" : "/login"} className={buttonVariants({ size: "md" })}>
          {tCommon(isTrader ? "nav.journal" : "signIn")}
        </a>
        <a
          href={terminalPath(first)}
          className={buttonVariants({ variant: "outline", size: "md", className: "max-sm:hidden" })}
        >
          {tCommon("openTerminal")}
        </a>
      </header>
      <main className="flex-1">
        <div className="grid gap-8 pt-4 pb-6 lg:min-h-[calc(100dvh-3.5rem)] lg:grid-cols-[minmax(320px,400px)_minmax(0,1fr)] lg:grid-rows-[1fr_1fr] lg:gap-x-12 lg:gap-y-7">
          <div className="flex flex-col gap-6 self-end">
            <h1 className="text-balance font-semibold text-[32px] leading-[38px] tracking-tight lg:text-[38px] lg:leading-[44px]">
              {t("title")}
            </h1>
            <p className="text-text-2 leading-6">{t("text")}</p>
            <MarketNotice market={MARKET_KIND} source={MARKET_NAME} />
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <a href="/register" className={buttonVariants({ variant: "solid", size: "lg" })}>
                {t("start")}
                <ArrowRight aria-hidden className="size-4" />
              </a>
              <a href={terminalPath(first)} className={buttonVariants({ variant: "outline", size: "lg" })}>
                {t("look")}
              </a>
              <span className="text-text-3 text-xs">{t("free")}</span>
            </div>
          </div>
          <PageMessages areas={["site.liveMarket", "chart"]}>
            <LiveMarket instruments={popular} />
          </PageMessages>
          <FeatureList />
        </div>
        <Showcase />
      </main>
      <WrittenPagesProvider pages={written}>
        <PageFooter note={t("charts")} isSignedIn={isTrader} />
      </WrittenPagesProvider>
    </div>
  );
}
