"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { MenuItem, MenuLine } from "@/components/ui/menu";
import { postReset } from "@/lib/client/api/trading-api";
import { formatFixed } from "@/lib/client/format";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";

/** Resets a practice portfolio; the second press confirms. A challenge can't be reset. */
export function ResetItem() {
  const id = usePortfolioValue((portfolio) => portfolio.id);
  const kind = usePortfolioValue((portfolio) => portfolio.kind);
  const t = useTranslations("terminal.portfolio");
  const opening = usePortfolioValue((portfolio) => portfolio.openingBalance);
  const [isAsking, setAsking] = useState(false);
  const { run } = useTradingAction();
  if (id === null || kind !== "PRACTICE") return null;
  return (
    <>
      <MenuLine />
      <MenuItem
        onClick={(event) => {
          if (isAsking) return void run("reset", () => postReset(id));
          event.preventDefault();
          setAsking(true);
        }}
      >
        {isAsking ? t("resetConfirm", { amount: formatFixed(opening, 0) }) : t("reset")}
      </MenuItem>
    </>
  );
}
