import { useTranslations } from "next-intl";
import { formatFixed, NO_VALUE } from "@/lib/client/format";
import type { PositionOutlook } from "@/lib/client/orders/position-outlook";
import { type Decimal, toNumber } from "@/lib/core/decimal";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** Margin and liquidation price of a position before and after a change, for its confirmation. */
export function OutlookTable(props: {
  listed: InstrumentDto;
  before: PositionOutlook;
  after: PositionOutlook | null;
}) {
  const { listed, before, after } = props;
  const t = useTranslations("terminal.outlook");
  const row = (name: string, read: (outlook: PositionOutlook) => Decimal | null, digits: number) => {
    const show = (outlook: PositionOutlook | null) => {
      const value = outlook && read(outlook);
      return value === null ? NO_VALUE : formatFixed(toNumber(value), digits);
    };
    return (
      <tr>
        <th scope="row" className="text-left font-normal text-text-3">
          {name}
        </th>
        <td className="num text-right">{show(before)}</td>
        <td className="num text-right">{show(after)}</td>
      </tr>
    );
  };
  return (
    <table className="w-full text-xs">
      <thead>
        <tr className="text-text-3">
          <td />
          <th scope="col" className="text-right font-normal">
            {t("now")}
          </th>
          <th scope="col" className="text-right font-normal">
            {t("after")}
          </th>
        </tr>
      </thead>
      <tbody>
        {row(t("margin"), (outlook) => outlook.margin, 2)}
        {row(t("liquidation"), (outlook) => outlook.liquidationPrice, listed.priceScale)}
      </tbody>
    </table>
  );
}
