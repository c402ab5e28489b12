"use client";

import { useTranslations } from "next-intl";
import useSWR from "swr";
import { Button } from "@/components/ui/button";
import { explainError } from "@/lib/client/api/explain-error";
import { getJson } from "@/lib/client/api/market-api";
import { formatMinute, formatPercent } from "@/lib/client/format";
import type { FundingRates } from "@/lib/schemas/market/market-responses";

/** Settled rates that are listed. */
const LISTED = 12;
const YEAR_MINUTES = 365 * 24 * 60;

/** The last settled funding rates with what each would be in a year; positive: longs pay shorts. */
export function FundingHistory({ symbol, everyMinutes }: { symbol: string; everyMinutes: number }) {
  const t = useTranslations("terminal.details");
  const common = useTranslations("common");
  const errors = useTranslations("common.error");
  const { data, error, mutate } = useSWR<FundingRates, Error>(
    `/api/instruments/funding?symbol=${symbol}`,
    getJson,
    { revalidateOnFocus: false },
  );
  if (error !== undefined && data === undefined) {
    return (
      <p role="alert" className="flex items-center gap-2 text-text-2">
        {explainError(error, errors)}
        <Button variant="outline" size="tight" className="h-6" onClick={() => void mutate()}>
          {common("tryAgain")}
        </Button>
      </p>
    );
  }
  if (data === undefined) return <p className="text-text-3">{t("fundingLoading")}</p>;
  const rows = data.rates.slice(0, LISTED);
  if (rows.length === 0) return <p className="text-text-3">{t("fundingNone")}</p>;
  const yearly = (rate: number) => formatPercent((rate * YEAR_MINUTES) / everyMinutes, 1);
  const average = rows.reduce((sum, { rate }) => sum + Number(rate), 0) / rows.length;
  return (
    <div className="grid gap-1">
      <div className="overflow-x-auto">
        <table className="w-full">
          <caption className="pb-1 text-left text-text-3">{t("fundingHistory")}</caption>
          <thead className="text-[11px] text-text-3">
            <tr>
              <th scope="col" className="text-left font-normal">
                {t("fundingTime")}
              </th>
              <th scope="col" className="text-right font-normal">
                {t("fundingRate")}
              </th>
              <th scope="col" className="text-right font-normal">
                {t("fundingYearly")}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ at, rate }) => (
              <tr key={at} className="num h-5">
                <td>{formatMinute(Date.parse(at))}</td>
                <td className="text-right">{formatPercent(rate, 4)}</td>
                <td className="text-right">{yearly(Number(rate))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="text-text-2">
        {t("fundingAverage", {
          count: rows.length,
          rate: formatPercent(average, 4),
          yearly: yearly(average),
        })}
      </p>
    </div>
  );
}
