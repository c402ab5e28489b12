"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { isOpeningBalance } from "@/components/terminal/portfolios/is-opening-balance";
import { Button } from "@/components/ui/button";
import { InlineField } from "@/components/ui/form/inline-field";
import { postReset } from "@/lib/client/api/trading-api";
import { STANDARD_OPENING } from "@/lib/core/opening";
import type { PortfolioSummary } from "@/lib/schemas/trading/trading-responses";

/** Starts a practice portfolio again with a chosen balance. */
export function ResetForm(props: { portfolio: PortfolioSummary; onDone: () => Promise<unknown> }) {
  const { id, name } = props.portfolio;
  const t = useTranslations("terminal.portfolios");
  const [balance, setBalance] = useState(STANDARD_OPENING);
  const { run, isBusy } = useTradingAction();
  const isValid = isOpeningBalance(balance);
  const reset = async () => {
    if ((await run("reset", () => postReset(id, balance))) === null) await props.onDone();
  };
  return (
    <section className="grid gap-1.5 border-t pt-3">
      <h3 className="text-text-3">{t("reset", { name })}</h3>
      <p className="text-text-2">{t("resetText")}</p>
      <span className="flex items-start gap-2">
        <InlineField
          id="reset-balance"
          label={t("balance")}
          className="flex-1"
          inputMode="numeric"
          value={balance}
          onChange={(event) => setBalance(event.target.value)}
          problem={isValid ? null : t("balanceProblem")}
          end="USDT"
        />
        <Button
          variant="outline"
          size="md"
          className="h-8 text-warn"
          disabled={!isValid || isBusy}
          onClick={() => void reset()}
        >
          {t("resetSubmit")}
        </Button>
      </span>
    </section>
  );
}
