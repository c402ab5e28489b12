"use client";

import { useTranslations } from "next-intl";
import { EmptyTable } from "@/components/terminal/account/tables/empty-table";
import { Button } from "@/components/ui/button";
import { explainError } from "@/lib/client/api/explain-error";
import { getPortfolioStore } from "@/lib/client/portfolio/portfolio-store";
import { usePortfolio } from "@/lib/client/portfolio/use-portfolio";

/** In place of a table while the portfolio is loading or could not be loaded. */
export function MissingPortfolio() {
  const t = useTranslations("terminal.account");
  const common = useTranslations("common");
  const errors = useTranslations("common.error");
  const { error } = usePortfolio();
  if (error === null) return <EmptyTable title={t("loadingPortfolio")} />;
  return (
    <EmptyTable title={t("unavailable")}>
      {explainError(error, errors)}
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
