"use client";

import { useState } from "react";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { MenuItem, MenuLine } from "@/components/ui/menu";
import { resetPortfolio } from "@/lib/client/api/trading-api";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";

/** Resets a practice portfolio; the second press confirms. A challenge can't be reset. */
export function ResetItem() {
  const id = usePortfolioValue((portfolio) => portfolio.id);
  const kind = usePortfolioValue((portfolio) => portfolio.kind);
  const [isAsking, setAsking] = useState(false);
  const { run } = useTradingAction();
  if (id === null || kind !== "PRACTICE") return null;
  return (
    <>
      <MenuLine />
      <MenuItem
        onClick={(event) => {
          if (isAsking) return void run(() => resetPortfolio(id));
          event.preventDefault();
          setAsking(true);
        }}
      >
        {isAsking ? "Press again: positions and orders are dropped" : "Reset this practice portfolio"}
      </MenuItem>
    </>
  );
}
