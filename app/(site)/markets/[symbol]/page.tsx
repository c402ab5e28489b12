import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { LiveMarket } from "@/components/landing/live-market";
import { MarketNotice } from "@/components/landing/market-notice";
import { PageMessages } from "@/components/shell/page-messages";
import { SiteFrame } from "@/components/shell/site-frame";
import { StructuredData } from "@/components/shell/structured-data";
import { terminalPath } from "@/components/terminal/layout/terminal-path";
import { buttonVariants } from "@/components/ui/button";
import { formatFixed } from "@/lib/client/format";
import { formatDecimal } from "@/lib/core/decimal";
import { describePage } from "@/lib/infra/describe-page";
import { getEnv } from "@/lib/infra/env/env";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { listInstruments } from "@/lib/market/reference/instruments";
import { readMarkets } from "@/lib/market/reference/last-price";
import { pickPopular } from "@/lib/market/reference/popular-markets";
import type { Instrument } from "@/lib/schemas/market/market";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ symbol: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { symbol } = await params;
  const title = `${symbol} perpetual: live price, chart and paper trading`;
  const description = `The live ${symbol} perpetual price with chart, funding and order book, and a terminal to practise it with simulated money.`;
  return describePage({ title, description, path: `/markets/${symbol}`, isWholeTitle: true });
}

/** One market, public: its price as text for search engines, and live. */
export default async function MarketPage({ params }: Props) {
  const { symbol } = await params;
  const { instruments } = await listInstruments();
  const instrument = instruments.find((one) => one.symbol === symbol);
  if (!instrument) notFound();
  const shown = pickPopular(instruments, instrument);
  const { APP_URL, MARKET_KIND, MARKET_NAME } = getEnv();
  const price = await readPrice(instrument);
  const facts = [
    ["Last price", price ?? "not known at the moment"],
    ["Tick size", instrument.tickSize],
    ["Smallest order", `${instrument.minOrderQty} ${instrument.baseCoin}`],
    ["Highest leverage", `${Number(instrument.maxLeverage)}x`],
    ["Funding", `every ${instrument.fundingMinutes / 60} hours`],
  ] as const;
  const structured = {
    "@type": "WebPage",
    name: `${symbol} perpetual`,
    url: `${APP_URL}/markets/${symbol}`,
    about: { "@type": "FinancialProduct", name: `${symbol} perpetual`, category: "Perpetual future" },
  };
  return (
    <SiteFrame>
      <StructuredData facts={structured} />
      <div className="grid gap-6">
        <div className="flex flex-wrap items-end justify-between gap-4">
          <div className="grid gap-2">
            <h1 className="font-semibold text-3xl tracking-tight">{symbol} perpetual</h1>
            <p className="text-text-2">
              {instrument.baseCoin} against {instrument.quoteCoin}, live from {MARKET_NAME}. Practise it with
              simulated money.
            </p>
          </div>
          <a href={terminalPath(symbol)} className={buttonVariants({ variant: "solid", size: "lg" })}>
            Trade {symbol} in the terminal
          </a>
        </div>
        <MarketNotice market={MARKET_KIND} source={MARKET_NAME} />
        <div className="h-[560px]">
          <PageMessages areas={["chart"]}>
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
    </SiteFrame>
  );
}

/** The page also renders without a price. */
async function readPrice({ symbol, priceScale }: Instrument): Promise<string | null> {
  try {
    const market = (await readMarkets([symbol])).get(symbol);
    return market ? formatFixed(formatDecimal(market.last), priceScale) : null;
  } catch (error) {
    reportError("market-page-price", error);
    return null;
  }
}
