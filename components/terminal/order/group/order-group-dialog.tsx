"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { type GroupDraft, readGroup } from "@/components/terminal/order/group/read-group";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { InlineField } from "@/components/ui/inline-field";
import { Segmented } from "@/components/ui/segmented";
import { createId } from "@/lib/client/api/create-id";
import { postOrderGroup } from "@/lib/client/api/trading-api";
import { formatFixed } from "@/lib/client/format";
import { findLeverageInForce } from "@/lib/client/orders/find-leverage-in-force";
import { useTradingInstrument } from "@/lib/client/orders/instrument/use-trading-instrument";
import { recallDraft } from "@/lib/client/orders/order-draft";
import { formatDecimal, toNumber } from "@/lib/core/decimal";
import { SCALE_SHAPES } from "@/lib/core/order-groups/plan-scale";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { PortfolioSnapshot } from "@/lib/schemas/trading-responses";

const KINDS = ["scale", "oco"] as const;
const SIDES = ["buy", "sell"] as const;

/** Places a ladder of limit orders, or two orders of which one cancels the other. */
export function OrderGroupDialog(props: {
  listed: InstrumentDto;
  portfolio: PortfolioSnapshot;
  onClose: () => void;
}) {
  const { listed, portfolio, onClose } = props;
  const { symbol, baseCoin, priceScale } = listed;
  const t = useTranslations("terminal.ticket.group");
  const instrument = useTradingInstrument(listed);
  const position = portfolio.positions.find((one) => one.symbol === symbol);
  const [draft, setDraft] = useState<GroupDraft>({
    kind: "scale",
    side: position?.side === "long" ? "sell" : "buy",
    qty: position?.qty ?? "",
    first: "",
    second: "",
    count: "5",
    shape: "even",
    isReduceOnly: position !== undefined,
  });
  const { run, isBusy } = useTradingAction();
  const change = (part: Partial<GroupDraft>) => setDraft({ ...draft, ...part });
  const reading = readGroup(draft, instrument);
  const request = reading && "request" in reading ? reading.request : null;
  const isScale = draft.kind === "scale";
  const send = async () => {
    if (!request) return;
    const leverage = findLeverageInForce(portfolio, symbol);
    const body = {
      ...request,
      portfolioId: portfolio.id,
      clientOrderId: createId(),
      leverage: leverage === null ? recallDraft(symbol).leverage : formatDecimal(leverage),
    };
    const rejection = await run("group", () => postOrderGroup(body));
    if (rejection === null) onClose();
  };
  const field = (name: "qty" | "first" | "second" | "count", label: string, end?: string) => (
    <InlineField
      id={`group-${name}`}
      label={label}
      value={draft[name]}
      onChange={(event) => change({ [name]: event.target.value })}
      end={end}
    />
  );
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("title", { symbol })}
      description={t("description")}
    >
      <div className="grid gap-3 p-4 text-xs">
        <p className="text-text-2">{t("description")}</p>
        <span className="flex justify-between gap-2">
          <Segmented
            label={t("kindLabel")}
            value={draft.kind}
            options={KINDS.map((kind) => [kind, t(`kind.${kind}`)])}
            onChange={(kind) => change({ kind })}
          />
          <Segmented
            label={t("side")}
            value={draft.side}
            options={SIDES.map((side) => [side, t(side)])}
            onChange={(side) => change({ side })}
          />
        </span>
        {field("qty", t(isScale ? "qty" : "qtyEach"), baseCoin)}
        <span className="grid grid-cols-2 gap-2">
          {field("first", t(isScale ? "from" : "limit"))}
          {field("second", t(isScale ? "to" : "stop"))}
          {isScale && field("count", t("count"))}
          {isScale && (
            <Segmented
              label={t("shape")}
              value={draft.shape}
              options={SCALE_SHAPES.map((shape) => [shape, t(`shapes.${shape}`)])}
              onChange={(shape) => change({ shape })}
              className="justify-end"
            />
          )}
        </span>
        <Checkbox isOn={draft.isReduceOnly} onChange={(isReduceOnly) => change({ isReduceOnly })}>
          {t("reduceOnly")}
        </Checkbox>
        {!isScale && <p className="text-text-3">{t("ocoText")}</p>}
        {reading && "problem" in reading && (
          <p role="alert" className="text-down">
            {t(`problem.${reading.problem}`, { step: listed.qtyStep, tick: listed.tickSize })}
          </p>
        )}
        {reading && "average" in reading && reading.average !== null && (
          <p className="text-text-2">
            {t("average", { count: draft.count, price: formatFixed(toNumber(reading.average), priceScale) })}
          </p>
        )}
        <Button
          variant="solid"
          size="md"
          className="ml-auto"
          disabled={request === null || isBusy}
          onClick={() => void send()}
        >
          {t("submit")}
        </Button>
      </div>
    </Dialog>
  );
}
