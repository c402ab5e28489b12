import type { ReactNode } from "react";
import { ListFilterBar } from "@/components/terminal/account/filter/list-filter-bar";
import type { ListFilter } from "@/lib/client/api/use-paged-list";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";

/** A list of the account under its filter. */
export function FilteredList(props: {
  list: "history" | "fills";
  filter: ListFilter;
  onFilter: (filter: ListFilter) => void;
  children: ReactNode;
}) {
  const portfolioId = usePortfolioValue((portfolio) => portfolio.id);
  return (
    <div className="flex h-full flex-col">
      {portfolioId !== null && (
        <ListFilterBar
          list={props.list}
          portfolioId={portfolioId}
          filter={props.filter}
          onFilter={props.onFilter}
        />
      )}
      <div className="min-h-0 flex-1">{props.children}</div>
    </div>
  );
}
