"use client";

import { DropdownMenu } from "radix-ui";
import { useState } from "react";
import { useTradingAction } from "@/components/terminal/use-trading-action";
import { resetPortfolio } from "@/lib/client/trading-api";
import { usePortfolioValue } from "@/lib/client/use-portfolio";

/** Begins a practice portfolio anew; the second press is the consent. A challenge can't be reset. */
export function ResetItem() {
  const id = usePortfolioValue((portfolio) => portfolio.id);
  const kind = usePortfolioValue((portfolio) => portfolio.kind);
  const [isAsking, setAsking] = useState(false);
  const { run } = useTradingAction();
  if (id === null || kind !== "PRACTICE") return null;
  return (
    <>
      <DropdownMenu.Separator className="my-1 border-t" />
      <DropdownMenu.Item
        className="flex h-7 cursor-pointer items-center rounded px-2 text-text-2 outline-none data-[highlighted]:bg-hover data-[highlighted]:text-text"
        onSelect={(event) => {
          if (isAsking) return void run(() => resetPortfolio(id));
          event.preventDefault();
          setAsking(true);
        }}
      >
        {isAsking ? "Press again: positions and orders are dropped" : "Reset this practice portfolio"}
      </DropdownMenu.Item>
    </>
  );
}
