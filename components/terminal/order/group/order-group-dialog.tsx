"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { type GroupDraft, readGroup } from "@/components/terminal/order/group/read-group";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Checkbox } from "@/components/ui/form/checkbox";
import { InlineField } from "@/components/ui/form/inline-field";
import { Segmented } from "@/components/ui/form/segmented";
import { createId } from "@/lib/client/api/create-id";
import { reloadShared } from "@/lib/client/api/shared-reads";
import { postOrderGroup, urlOfRunning } from "@/lib/client/api/trading-api";
import { formatFixed } from "@/lib/client/format";
import { countDigits } from "@/lib/client/market/group-book";
import { useTickValue } from "@/lib/client/market/use-ticker";
import { findLeverageInForce } from "@/lib/client/orders/find-leverage-in-force";
import { useTradingInstrument } from "@/lib/client/orders/instrument/use-trading-instrument";
import { recallDraft } from "@/lib/client/orders/order-draft";
import { formatDecimal, parsePrice, toNumber } from "@/lib/core/decimal";
import { MAX_SCALE_ORDERS, SCALE_SHAPES } from "@/lib/core/order-groups/plan-scale";
import { MAX_TWAP_ORDERS } from "@/lib/core/order-groups/plan-twap";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { PortfolioSnapshot } from "@/lib/schemas/trading/trading-responses";

const KINDS = ["scale", "oco", "twap", "chase"] as const;
/** The kinds that the server works on over time. */
const RUNNING = { twap: "twapText", chase: "chaseText" } as const;
const SIDES = ["buy", "sell"] as const;

/** Places a ladder of limit orders or two orders of which one cancels the other, or starts a TWAP or a chase. */
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
    minutes: "30",
    distance: "",
    isReduceOnly: position !== undefined,
  });
  const { run, isBusy } = useTradingAction();
  const change = (part: Partial<GroupDraft>) => setDraft({ ...draft, ...part });
  const last = useTickValue(symbol, (tick) => tick.last);
  const reading = readGroup(draft, instrument, last === null ? null : parsePrice(last));
  const request = reading && "request" in reading ? reading.request : null;
  const isScale = draft.kind === "scale";
  const isTwap = draft.kind === "twap";
  const isChase = draft.kind === "chase";
  const running = draft.kind === "twap" || draft.kind === "chase" ? draft.kind : null;
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
    if (rejection !== null) return;
    if (running) void reloadShared(urlOfRunning(running, portfolio.id));
    onClose();
  };
  const field = (
    name: "qty" | "first" | "second" | "count" | "minutes" | "distance",
    label: string,
    end?: string,
  ) => (
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
        {field("qty", t(draft.kind === "oco" ? "qtyEach" : "qty"), baseCoin)}
        <span className="grid grid-cols-2 gap-2">
          {!running && field("first", t(isScale ? "from" : "limit"))}
          {!running && field("second", t(isScale ? "to" : "stop"))}
          {isChase && field("distance", t("distance"), listed.quoteCoin)}
          {running && field("minutes", t("minutes"))}
          {(isScale || isTwap) && field("count", t("count"))}
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
        {!isScale && <p className="text-text-3">{t(running ? RUNNING[running] : "ocoText")}</p>}
        {reading && "problem" in reading && (
          <p role="alert" className="text-down">
            {t(`problem.${reading.problem}`, {
              step: listed.qtyStep,
              tick: listed.tickSize,
              most: String(isTwap ? MAX_TWAP_ORDERS : MAX_SCALE_ORDERS),
            })}
          </p>
        )}
        {isTwap && request && (
          <p className="text-text-2">
            {t("each", {
              qty: formatFixed(Number(draft.qty) / Number(draft.count), countDigits(listed.qtyStep)),
              coin: baseCoin,
              interval: formatInterval((Number(draft.minutes) * 60) / Number(draft.count)),
            })}
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
          {t(isTwap ? "start" : isChase ? "startChase" : "submit")}
        </Button>
      </div>
    </Dialog>
  );
}

/** "90 s" or "2.5 min". */
function formatInterval(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Number((seconds / 60).toFixed(1))} min`;
}
