"use client";

import type { ReactNode } from "react";
import { terminalPath } from "@/components/terminal/layout/terminal-path";
import { buttonVariants } from "@/components/ui/button";
import { showPortfolio } from "@/lib/client/portfolio/use-portfolios";

/** Opens the terminal with the challenge's portfolio. */
export function TradeLink({ portfolioId, children }: { portfolioId: string; children: ReactNode }) {
  return (
    <a
      href={terminalPath("BTCUSDT")}
      onClick={() => showPortfolio(portfolioId)}
      className={buttonVariants({ variant: "solid", size: "md", className: "self-start" })}
    >
      {children}
    </a>
  );
}
