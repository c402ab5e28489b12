"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { OutlookTable } from "@/components/terminal/stats/outlook-table";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { InlineField } from "@/components/ui/form/inline-field";
import { patchPosition } from "@/lib/client/api/trading-api";
import { useTradingInstrument } from "@/lib/client/orders/instrument/use-trading-instrument";
import { calculateOutlook, readPosition } from "@/lib/client/orders/position-outlook";
import { readLeverage } from "@/lib/client/read-leverage";
import { formatDecimal } from "@/lib/core/decimal";
import { BYBIT_LEVERAGE_STEP } from "@/lib/core/engine/venues/bybit-leverage-step";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { PortfolioSnapshot } from "@/lib/schemas/trading/trading-responses";

/**
 * Changes the leverage of an open position (or of open orders), and shows the effect on the liquidation
 * price.
 */
export function LeverageDialog(props: {
  listed: InstrumentDto;
  portfolio: PortfolioSnapshot;
  current: string;
  onClose: () => void;
}) {
  const { listed, portfolio, current, onClose } = props;
  const { symbol } = listed;
  const t = useTranslations("terminal.leverage");
  const label = useTranslations("terminal.ticket");
  const problemText = useTranslations("terminal.problem");
  const common = useTranslations("common");
  const instrument = useTradingInstrument(listed);
  const { run, isBusy } = useTradingAction();
  const [text, setText] = useState(current);
  const [rejection, setRejection] = useState<string | null>(null);
  const reading = readLeverage(text);
  const leverage = "value" in reading ? reading.value : null;
  const problem = rejection ?? ("text" in reading ? reading.text(problemText) : null);
  const position = portfolio.positions.find((one) => one.symbol === symbol);
  const terms = position && readPosition(position);
  const context = { instrument, marginMode: portfolio.marginMode };
  const save = async () => {
    if (leverage === null) return;
    const body = { portfolioId: portfolio.id, leverage: formatDecimal(leverage) };
    const problem = await run("leverage", () => patchPosition(symbol, body));
    if (problem === null) onClose();
    else setRejection(problem);
  };
  const description = t(position ? "changesPosition" : "changesOrders", { symbol });
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("title", { symbol })}
      description={description}
    >
      <div className="grid gap-3 p-4 text-xs">
        <p className="text-text-2">{description}</p>
        <InlineField
          id="leverage-change"
          label={label("leverage")}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setRejection(null);
          }}
          problem={problem}
          end="x"
        />
        <p className="text-text-3">
          {t("range", {
            most: formatDecimal(instrument.maxLeverage),
            step: formatDecimal(BYBIT_LEVERAGE_STEP),
          })}
        </p>
        {terms && (
          <OutlookTable
            listed={listed}
            before={calculateOutlook(terms, context)}
            after={leverage === null ? null : calculateOutlook({ ...terms, leverage }, context)}
          />
        )}
        <span className="flex justify-end gap-2">
          <Button size="md" onClick={onClose}>
            {common("cancel")}
          </Button>
          <Button
            size="md"
            variant="solid"
            disabled={isBusy || leverage === null || formatDecimal(leverage) === current}
            onClick={() => void save()}
          >
            {t("submit")}
          </Button>
        </span>
      </div>
    </Dialog>
  );
}
