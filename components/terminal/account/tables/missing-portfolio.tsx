"use client";

import { useTranslations } from "next-intl";
import { EmptyTable } from "@/components/terminal/account/tables/empty-table";
import { Button } from "@/components/ui/button";
import { getPortfolioStore } from "@/lib/client/portfolio/portfolio-store";
import { usePortfolio } from "@/lib/client/portfolio/use-portfolio";

/** In place of a table while the portfolio is loading or could not be loaded. */
export function MissingPortfolio() {
  const t = useTranslations("terminal.account");
  const common = useTranslations("common");
  const { error } = usePortfolio();
  if (!error) return <EmptyTable title={t("loadingPortfolio")} />;
  return (
    <EmptyTable title={t("unavailable")}>
      {error}
      <Button
        variant="outline"
        size="tight"
        className="mx-auto mt-2 block"
        onClick={() => void getPortfolioStore().refresh()}
      >
        {common("tryAgain")}
      </Button>
    </EmptyTable>
  );
}
