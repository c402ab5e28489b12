"use client";

import { terminalPath } from "@/components/terminal/layout/terminal-path";
import { buttonVariants } from "@/components/ui/button";
import { showPortfolio } from "@/lib/client/portfolio/use-portfolios";

/** Opens the terminal with the challenge's portfolio. */
export function TradeLink({ portfolioId }: { portfolioId: string }) {
  return (
    <a
      href={terminalPath("BTCUSDT")}
      onClick={() => showPortfolio(portfolioId)}
      className={buttonVariants({ variant: "solid", size: "md", className: "self-start" })}
    >
      Trade this challenge
    </a>
  );
}
