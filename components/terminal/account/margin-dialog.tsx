"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { OutlookTable } from "@/components/terminal/stats/outlook-table";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { InlineField } from "@/components/ui/form/inline-field";
import { Segmented } from "@/components/ui/form/segmented";
import { createId } from "@/lib/client/api/create-id";
import { postMargin } from "@/lib/client/api/trading-api";
import { formatFixed } from "@/lib/client/format";
import { useRowValue } from "@/lib/client/market/use-ticker";
import { readPositive } from "@/lib/client/numbers/read-number";
import { useTradingInstrument } from "@/lib/client/orders/instrument/use-trading-instrument";
import { calculateMostRemovable, calculateOutlook, readPosition } from "@/lib/client/orders/position-outlook";
import { explainNumber, type ProblemText } from "@/lib/client/orders/problem-text";
import { useNamedSide } from "@/lib/client/portfolio/named-side";
import { useLiveFigure } from "@/lib/client/portfolio/use-live-figure";
import { add, formatDecimal, type Money, neg, parsePrice, toNumber, ZERO } from "@/lib/core/decimal";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { PositionDto } from "@/lib/schemas/trading/trading-responses";

const WAYS = ["add", "take"] as const;

/**
 * Adds margin to an isolated position or removes added margin, and shows the effect on the liquidation price.
 */
export function MarginDialog(props: {
  position: PositionDto;
  portfolioId: string;
  listed: InstrumentDto;
  onClose: () => void;
}) {
  const { position, portfolioId, listed, onClose } = props;
  const { symbol } = position;
  const t = useTranslations("terminal.margin");
  const problemText = useTranslations("terminal.problem");
  const common = useTranslations("common");
  const instrument = useTradingInstrument(listed);
  const freeMargin = useLiveFigure((figures) => figures.freeMargin) ?? ZERO;
  const mark = useRowValue(symbol, (tick) => tick.mark ?? tick.last) ?? position.entryPrice;
  const { run, isBusy } = useTradingAction();
  const named = useNamedSide(position);
  const [way, setWay] = useState<"add" | "take">("add");
  const [text, setText] = useState("");
  const [rejection, setRejection] = useState<string | null>(null);
  const terms = readPosition(position);
  const most =
    way === "add" ? freeMargin : calculateMostRemovable(terms, { mark: parsePrice(mark), instrument });
  const reading = readPositive(text);
  const amount = "value" in reading ? (reading.value as Money) : null;
  const isTooMuch = amount !== null && amount > most;
  const shownMost = formatFixed(toNumber(most), 2);
  const limit = problemText("margin.most", { amount: shownMost, coin: listed.quoteCoin });
  const problem = rejection ?? (isTooMuch ? limit : explain(reading)?.(problemText)) ?? null;
  const signed = amount === null ? null : way === "add" ? amount : neg(amount);
  const context = { instrument, marginMode: "isolated" as const };
  const save = async () => {
    if (signed === null || isTooMuch) return;
    const body = { portfolioId, clientOrderId: createId(), ...named, amount: formatDecimal(signed) };
    const problem = await run("margin", () => postMargin(symbol, body));
    if (problem === null) onClose();
    else setRejection(problem);
  };
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("title", { symbol })}
      description={t("description")}
    >
      <div className="grid gap-3 p-4 text-xs">
        <Segmented<"add" | "take">
          label={t("direction")}
          value={way}
          options={WAYS.map((one) => [one, t(`way.${one}`)])}
          onChange={(next) => {
            setWay(next);
            setRejection(null);
          }}
        />
        <InlineField
          id="margin-amount"
          label={t("amount")}
          value={text}
          placeholder={t("upTo", { amount: shownMost })}
          onChange={(event) => {
            setText(event.target.value);
            setRejection(null);
          }}
          problem={problem}
          end={listed.quoteCoin}
        />
        <OutlookTable
          listed={listed}
          before={calculateOutlook(terms, context)}
          after={
            signed === null
              ? null
              : calculateOutlook({ ...terms, extraMargin: add(terms.extraMargin, signed) }, context)
          }
        />
        <span className="flex justify-end gap-2">
          <Button size="md" onClick={onClose}>
            {common("cancel")}
          </Button>
          <Button
            size="md"
            variant="solid"
            disabled={isBusy || signed === null || isTooMuch}
            onClick={() => void save()}
          >
            {t(`submit.${way}`)}
          </Button>
        </span>
      </div>
    </Dialog>
  );
}

/** An empty field is no problem yet. */
function explain(reading: ReturnType<typeof readPositive>): ProblemText | null {
  if ("value" in reading || reading.problem === "missing") return null;
  return explainNumber(reading, { wrong: (t) => t("margin.wrong") });
}
