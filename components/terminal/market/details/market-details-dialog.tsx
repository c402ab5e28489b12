"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import useSWRImmutable from "swr/immutable";
import { DepthChart } from "@/components/terminal/market/details/depth-chart";
import { FundingHistory } from "@/components/terminal/market/details/funding-history";
import { FundingStat } from "@/components/terminal/stats/funding-stat";
import { Dialog } from "@/components/ui/dialog";
import { getJson } from "@/lib/client/api/market-api";
import { formatCompact, formatFixed, formatMinute, formatShare, NO_VALUE } from "@/lib/client/format";
import { useTickValue } from "@/lib/client/market/use-ticker";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { TradingCosts } from "@/lib/schemas/market/market-responses";

/** A contract's depth, rules, funding, fees and risk tiers. */
export function MarketDetailsDialog({ listed, onClose }: { listed: InstrumentDto; onClose: () => void }) {
  const { symbol, baseCoin, quoteCoin } = listed;
  const t = useTranslations("terminal.details");
  const { data: costs } = useSWRImmutable(`/api/instruments/costs?symbol=${symbol}`, (url: string) =>
    getJson<TradingCosts>(url),
  );
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t("funding"), <FundingStat key="funding" symbol={symbol} />],
    [t("fundingEvery"), t("hours", { hours: String(listed.fundingMinutes / 60) })],
    [t("openInterest"), <OpenInterest key="interest" symbol={symbol} coin={baseCoin} />],
    [t("tick"), `${listed.tickSize} ${quoteCoin}`],
    [t("qtyStep"), `${listed.qtyStep} ${baseCoin}`],
    [t("leastOrder"), `${listed.minOrderQty} ${baseCoin}`],
    [t("mostMarket"), `${formatCompact(listed.maxMarketQty)} ${baseCoin}`],
    [t("mostLimit"), `${formatCompact(listed.maxOrderQty)} ${baseCoin}`],
    [t("maker"), costs ? formatShare(costs.makerRate, 3) : NO_VALUE],
    [t("taker"), costs ? formatShare(costs.takerRate, 3) : NO_VALUE],
    [t("listed"), formatMinute(listed.launchMs).slice(0, 10)],
  ];
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("title", { symbol })}
      description={t("description", { symbol })}
      className="max-w-2xl"
    >
      <div className="grid gap-4 p-4 text-xs">
        <DepthChart listed={listed} />
        <dl className="grid grid-cols-3 gap-x-6 gap-y-2 max-md:grid-cols-2">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt className="text-[11px] text-text-3">{name}</dt>
              <dd className="num">{value}</dd>
            </div>
          ))}
        </dl>
        <FundingHistory symbol={symbol} everyMinutes={listed.fundingMinutes} />
        {costs && costs.tiers.length > 0 && <RiskTiers tiers={costs.tiers} coin={quoteCoin} />}
      </div>
    </Dialog>
  );
}

function OpenInterest({ symbol, coin }: { symbol: string; coin: string }) {
  const amount = useTickValue(symbol, (tick) => tick.openInterest);
  return amount === null ? NO_VALUE : `${formatCompact(amount)} ${coin}`;
}

function RiskTiers({ tiers, coin }: { tiers: TradingCosts["tiers"]; coin: string }) {
  const t = useTranslations("terminal.details");
  return (
    <table className="w-full">
      <caption className="pb-1 text-left text-text-3">{t("tiers")}</caption>
      <thead className="text-[11px] text-text-3">
        <tr>
          <th scope="col" className="text-left font-normal">
            {t("tierValue", { coin })}
          </th>
          <th scope="col" className="text-right font-normal">
            {t("tierMargin")}
          </th>
          <th scope="col" className="text-right font-normal">
            {t("tierLeverage")}
          </th>
        </tr>
      </thead>
      <tbody>
        {tiers.map(({ limit, maintenanceRate, maxLeverage }) => (
          <tr key={limit} className="num h-5">
            <td>{t("upTo", { value: formatFixed(limit, 0) })}</td>
            <td className="text-right">{formatShare(maintenanceRate)}</td>
            <td className="text-right">{formatFixed(maxLeverage, 1)}x</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
