import { useTranslations } from "next-intl";
import { formatFixed, NO_VALUE } from "@/lib/client/format";
import { countDigits } from "@/lib/client/market/group-book";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import { calculateSlippageBps } from "@/lib/schemas/trading/calculate-slippage-bps";
import type { FillDto } from "@/lib/schemas/trading/trading-responses";

/** Why a fill has its price: the levels consumed, the book's state, and the rules. */
export function FillEvidence({ fill, instrument }: { fill: FillDto; instrument: InstrumentDto | null }) {
  const digits = instrument?.priceScale ?? countDigits(fill.price);
  const t = useTranslations("terminal.fill");
  const slippage = calculateSlippageBps(fill);
  const facts = [
    [t("mid"), fill.midPrice === null ? NO_VALUE : formatFixed(fill.midPrice, digits)],
    [t("mark"), formatFixed(fill.mark, digits)],
    [t("slippage"), slippage === null ? NO_VALUE : t("bps", { value: formatFixed(slippage, 2) })],
    [t("fee"), t(`liquidity.${fill.liquidity}`, { amount: formatFixed(fill.fee, 4) })],
    [t("latency"), fill.latencyMs === null ? NO_VALUE : t("ms", { value: formatFixed(fill.latencyMs, 0) })],
    [t("tick"), `${new Date(fill.tickTimeMs).toISOString()} #${fill.tickSeq}`],
    [t("rules"), fill.rules],
  ] as const;
  return (
    <div className="flex flex-wrap items-start gap-x-8 gap-y-3 text-[11px]">
      <dl className="grid grid-cols-[auto_auto] gap-x-3 gap-y-0.5">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-text-3">{name}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
      {fill.levels.length > 0 ? (
        <table className="num">
          <caption className="pb-1 text-left font-sans text-text-3">{t("levels")}</caption>
          <thead className="text-text-3">
            <tr>
              {(["price", "shown", "takenBefore", "taken"] as const).map((name) => (
                <th key={name} scope="col" className="px-2 text-right font-normal font-sans first:pl-0">
                  {t(`level.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fill.levels.map((level) => (
              <tr key={level.price}>
                <td className="pr-2 text-right">{formatFixed(level.price, digits)}</td>
                <td className="px-2 text-right">{level.shown}</td>
                <td className="px-2 text-right">{level.takenBefore}</td>
                <td className="px-2 text-right">{level.taken}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="max-w-60 text-text-3">{t("noLevels")}</p>
      )}
    </div>
  );
}
