"use client";

import { CloseAllButton } from "@/components/terminal/account/close-all-button";
import { DataTable } from "@/components/terminal/account/tables/data-table";
import { EmptyTable } from "@/components/terminal/account/tables/empty-table";
import { PositionRow } from "@/components/terminal/account/tables/position-row";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";

const COLUMNS = [
  { name: "Symbol", isTitle: true },
  { name: "Size", isNumber: true },
  { name: "Entry", isNumber: true },
  { name: "Mark", isNumber: true },
  { name: "PnL (ROI)", isNumber: true },
  { name: "Liquidation", isNumber: true },
  { name: "Margin", isNumber: true },
  { name: "Stop", isNumber: true },
  { name: "Target", isNumber: true },
  { name: "Actions", isNumber: true, isHidden: true },
];

/** The open positions at the current marks. */
export function PositionsTable(props: { onSelect: (symbol: string) => void }) {
  const positions = usePortfolioValue((portfolio) => portfolio.positions);
  const isIsolated = usePortfolioValue((portfolio) => portfolio.marginMode === "isolated") ?? false;
  const portfolioId = usePortfolioValue((portfolio) => portfolio.id);
  if (!positions || portfolioId === null)
    return <EmptyTable title="Loading">Your portfolio is on its way.</EmptyTable>;
  if (positions.length === 0) {
    return (
      <EmptyTable title="No open positions">
        Choose a risk and a stop in the order form, then press Buy or Sell. What you open appears here with
        its live profit.
      </EmptyTable>
    );
  }
  return (
    <div className="relative h-full">
      <DataTable label="Positions" columns={COLUMNS}>
        {positions.map((position) => (
          <PositionRow
            key={position.symbol}
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
