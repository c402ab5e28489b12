"use client";

import { useTranslations } from "next-intl";
import { CloseAllButton } from "@/components/terminal/account/close-all-button";
import { type Column, DataTable } from "@/components/terminal/account/tables/data-table";
import { EmptyTable } from "@/components/terminal/account/tables/empty-table";
import { MissingPortfolio } from "@/components/terminal/account/tables/missing-portfolio";
import { PositionRow } from "@/components/terminal/account/tables/position-row";
import { positionKey } from "@/lib/client/portfolio/live-figures";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";

const COLUMNS = [
  { name: "symbol", isTitle: true },
  { name: "size", isNumber: true },
  { name: "entry", isNumber: true },
  { name: "mark", isNumber: true, isMinor: true },
  { name: "pnl", isNumber: true },
  { name: "liquidation", isNumber: true },
  { name: "margin", isNumber: true, isMinor: true },
  { name: "stop", isNumber: true },
  { name: "target", isNumber: true },
  { name: "actions", isNumber: true, isHidden: true },
] as const satisfies readonly Column[];

/** The open positions at the current marks. */
export function PositionsTable(props: { onSelect: (symbol: string) => void }) {
  const t = useTranslations("terminal.account");
  const positions = usePortfolioValue((portfolio) => portfolio.positions);
  const isIsolated = usePortfolioValue((portfolio) => portfolio.marginMode === "isolated") ?? false;
  const portfolioId = usePortfolioValue((portfolio) => portfolio.id);
  if (!positions || portfolioId === null) return <MissingPortfolio />;
  if (positions.length === 0) {
    return <EmptyTable title={t("noPositions")}>{t("noPositionsText")}</EmptyTable>;
  }
  return (
    <div className="relative h-full">
      <DataTable label={t("positions")} columns={COLUMNS}>
        {positions.map((position) => (
          <PositionRow
            key={positionKey(position)}
            position={position}
            portfolioId={portfolioId}
            isIsolated={isIsolated}
            onSelect={props.onSelect}
          />
        ))}
        <tr>
          <td colSpan={COLUMNS.length} className="px-2 pt-1 text-right">
            <CloseAllButton count={positions.length} />
          </td>
        </tr>
      </DataTable>
    </div>
  );
}
