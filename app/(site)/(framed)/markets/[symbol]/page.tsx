import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { LiveMarket } from "@/components/landing/live-market";
import { MarketNotice } from "@/components/landing/market-notice";
import { PageMessages } from "@/components/shell/page-messages";
import { StructuredData } from "@/components/shell/structured-data";
import { terminalPath } from "@/components/terminal/layout/terminal-path";
import { buttonVariants } from "@/components/ui/button";
import { formatFixed } from "@/lib/client/format";
import { formatDecimal } from "@/lib/core/decimal";
import { buildMetadata } from "@/lib/infra/build-metadata";
import { getEnv } from "@/lib/infra/env/env";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { listInstruments } from "@/lib/market/reference/instruments";
import { pickPopular } from "@/lib/market/reference/pick-popular";
import { readMarkets } from "@/lib/market/reference/read-markets";
import type { InstrumentDto } from "@/lib/schemas/market/market";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ symbol: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("site.market");
  const { symbol } = await params;
  const title = t("meta.title", { symbol });
  const description = t("meta.description", { symbol });
  return buildMetadata({ title, description, path: `/markets/${symbol}`, isWholeTitle: true });
}

/** One market, public: its price as text for search engines, and live. */
export default async function MarketPage({ params }: Props) {
  const t = await getTranslations("site.market");
  const { symbol } = await params;
  const { instruments } = await listInstruments();
  const instrument = instruments.find((one) => one.symbol === symbol);
  if (!instrument) notFound();
  const shown = pickPopular(instruments, instrument);
  const { APP_URL, MARKET_KIND, MARKET_NAME } = getEnv();
  const price = await readPrice(instrument);
  const facts = [
    [t("lastPrice"), price ?? t("noPrice")],
    [t("tickSize"), instrument.tickSize],
    [t("smallestOrder"), `${instrument.minOrderQty} ${instrument.baseCoin}`],
    [t("highestLeverage"), `${Number(instrument.maxLeverage)}x`],
    [t("funding"), t("fundingEvery", { hours: instrument.fundingMinutes / 60 })],
  ] as const;
  const structured = {
    "@type": "WebPage",
    name: t("name", { symbol }),
    url: `${APP_URL}/markets/${symbol}`,
    about: { "@type": "FinancialProduct", name: t("name", { symbol }), category: t("category") },
  };
  return (
    <>
      <StructuredData facts={structured} />
      <div className="grid gap-6">
        <div className="flex flex-wrap items-end justify-between gap-4">
          <div className="grid gap-2">
            <h1 className="font-semibold text-3xl tracking-tight">{t("name", { symbol })}</h1>
            <p className="text-text-2">
              {t("text", {
                base: instrument.baseCoin,
                quote: instrument.quoteCoin,
                source: MARKET_NAME,
              })}
            </p>
          </div>
          <a href={terminalPath(symbol)} className={buttonVariants({ variant: "solid", size: "lg" })}>
            {t("trade", { symbol })}
          </a>
        </div>
        <MarketNotice market={MARKET_KIND} source={MARKET_NAME} />
        <div className="h-[560px]">
          <PageMessages areas={["site.liveMarket", "chart"]}>
            <LiveMarket instruments={shown} firstSymbol={symbol} />
          </PageMessages>
        </div>
        <dl className="grid gap-x-8 gap-y-2 text-sm sm:grid-cols-2">
          {facts.map(([name, value]) => (
            <div key={name} className="flex justify-between gap-4 border-b py-1.5">
              <dt className="text-text-3">{name}</dt>
              <dd className="num">{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </>
  );
}

/** The page also renders without a price. */
async function readPrice({ symbol, priceScale }: InstrumentDto): Promise<string | null> {
  try {
    const market = (await readMarkets([symbol])).get(symbol);
    return market ? formatFixed(formatDecimal(market.last), priceScale) : null;
  } catch (error) {
    reportError("market-page-price", error);
    return null;
  }
}
