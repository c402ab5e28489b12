import type { Metadata } from "next";
import { ArrowRight } from "@/components/icons/lucide";
import { FeatureList } from "@/components/landing/feature-list";
import { LiveMarket } from "@/components/landing/live-market";
import { MarketNotice } from "@/components/landing/market-notice";
import { Logo } from "@/components/shell/logo";
import { PageMessages } from "@/components/shell/page-messages";
import { StructuredData } from "@/components/shell/structured-data";
import { ThemeButton } from "@/components/shell/theme-button";
import { terminalPath } from "@/components/terminal/layout/terminal-path";
import { buttonVariants } from "@/components/ui/button";
import { MARKET_META } from "@/lib/client/market-id";
import { describePage } from "@/lib/infra/describe-page";
import { getEnv } from "@/lib/infra/env/env";
import { listInstruments } from "@/lib/market/reference/instruments";
import { pickPopular } from "@/lib/market/reference/popular-markets";

export const dynamic = "force-dynamic";

const TITLE = "Terminal Zero: practise crypto perpetuals on live prices";
const PAGES = [
  ["/pricing", "Pricing"],
  ["/rules", "Rules"],
  ["/leaderboard", "Leaderboard"],
] as const;
const DESCRIPTION =
  "A trading terminal for crypto perpetuals with simulated money: live Bybit prices, a streaming chart, order book and trades. Free to watch, no login.";

export function generateMetadata(): Promise<Metadata> {
  return describePage({ title: TITLE, description: DESCRIPTION, path: "/", isWholeTitle: true });
}

/** The landing page, with a live market. */
export default async function LandingPage() {
  const { APP_URL, MARKET_ID, MARKET_KIND, MARKET_NAME } = getEnv();
  const popular = pickPopular((await listInstruments()).instruments);
  const first = popular[0]?.symbol ?? "BTCUSDT";
  return (
    <div className="mx-auto flex min-h-dvh max-w-[1560px] flex-col px-4 lg:px-8">
      <meta name={MARKET_META} content={MARKET_ID} />
      <StructuredData
        facts={{
          "@type": "WebApplication",
          name: "Terminal Zero",
          url: APP_URL,
          description: DESCRIPTION,
          applicationCategory: "FinanceApplication",
          operatingSystem: "Any browser",
          isAccessibleForFree: true,
          offers: { "@type": "Offer", price: "0", priceCurrency: "USD" },
        }}
      />
      <header className="flex h-14 shrink-0 items-center gap-2">
        <Logo className="size-6" />
        <span className="font-semibold">Terminal Zero</span>
        <nav aria-label="Site" className="flex flex-1 gap-1 max-md:hidden">
          {PAGES.map(([path, name]) => (
            <a key={path} href={path} className={buttonVariants({ size: "md" })}>
              {name}
            </a>
          ))}
        </nav>
        <span className="flex-1 md:hidden" />
        <ThemeButton />
        <a href="/login" className={buttonVariants({ size: "md" })}>
          Sign in
        </a>
        <a
          href={terminalPath(first)}
          className={buttonVariants({ variant: "outline", size: "md", className: "max-sm:hidden" })}
        >
          Open the terminal
        </a>
      </header>
      <main className="grid flex-1 gap-8 pt-4 pb-6 lg:grid-cols-[minmax(320px,400px)_minmax(0,1fr)] lg:grid-rows-[1fr_1fr] lg:gap-x-12 lg:gap-y-7">
        <div className="flex flex-col gap-6 self-end">
          <h1 className="text-balance font-semibold text-[32px] leading-[38px] tracking-tight lg:text-[38px] lg:leading-[44px]">
            Practise perpetuals before they cost you
          </h1>
          <p className="text-text-2 leading-6">
            A trading terminal for crypto perpetuals on live Bybit prices, with 10,000 USDT that are not real.
            Learn what your size, your stop and your fees do to you before the money is yours.
          </p>
          <MarketNotice market={MARKET_KIND} source={MARKET_NAME} />
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <a href="/register" className={buttonVariants({ variant: "solid", size: "lg" })}>
              Start with 10,000 USDT
              <ArrowRight aria-hidden className="size-4" />
            </a>
            <a href={terminalPath(first)} className={buttonVariants({ variant: "outline", size: "lg" })}>
              Look around first
            </a>
            <span className="text-text-3 text-xs">Free. No card, no wallet, nothing is paid out.</span>
          </div>
        </div>
        <PageMessages areas={["chart"]}>
          <LiveMarket instruments={popular} />
        </PageMessages>
        <FeatureList />
      </main>
      <footer className="shrink-0 border-t py-3 text-text-3 text-xs">
        Money here is simulated and nothing is paid out. Not affiliated with Bybit. Charts by TradingView
        Lightweight Charts.
      </footer>
    </div>
  );
}
