import type { PortfolioSummary } from "@/lib/schemas/trading/trading-responses";

/** The choice of a portfolio in a form, as `portfolioId`. */
export function PortfolioSelect(props: { label: string; portfolios: readonly PortfolioSummary[] }) {
  return (
    <label className="flex flex-col gap-1 font-medium text-[13px]">
      {props.label}
      <select
        name="portfolioId"
        className="h-9 rounded border border-line-strong bg-panel px-2 text-sm"
        required
      >
        {props.portfolios.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
