"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { showToast } from "@/components/terminal/notifications/toast-queue";
import { useOrderPlans } from "@/components/terminal/order/use-order-plans";
import { explainError } from "@/lib/client/api/explain-error";
import { RequestError } from "@/lib/client/api/market-api";
import { formatFixed } from "@/lib/client/format";
import { useTickValue } from "@/lib/client/market/use-ticker";
import { useTradingInstrument } from "@/lib/client/orders/instrument/use-trading-instrument";
import { recallDraft } from "@/lib/client/orders/order-draft";
import type { OrderPlan } from "@/lib/client/orders/order-plan";
import { type OrderInput, usePlaceOrder } from "@/lib/client/orders/use-place-order";
import { groupDigits } from "@/lib/core/alerts/group-digits";
import { formatDecimal, toNumber } from "@/lib/core/decimal";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { PortfolioSnapshot } from "@/lib/schemas/trading/trading-responses";

type Row = { side: "buy" | "sell"; kind: "limit" | "stop"; plan: OrderPlan };
type Question = { title: string; description: string; confirm: string };

/**
 * The two orders that make sense at a price: a limit and a stop on the side that has it there. Size, leverage and
 * distances are those of the order form.
 */
export function ChartOrderItems(props: {
  price: string;
  listed: InstrumentDto;
  portfolio: PortfolioSnapshot;
  itemClass: string;
  onAsk: (question: Question, act: () => void) => void;
}) {
  const { price, listed, portfolio, itemClass, onAsk } = props;
  const t = useTranslations("chart.order");
  const errors = useTranslations("common.error");
  const problems = useTranslations("terminal.problem");
  const rows = useRows(price, listed, portfolio);
  const { place } = usePlaceOrder();
  const shown = formatFixed(price, listed.priceScale);
  const send = async (request: OrderInput) => {
    try {
      await place(request);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const description = explainError(error, errors);
      showToast((toast) => toast.error(t("failed"), { description }));
    }
  };
  const press = ({ side, kind, plan }: Row) => {
    const { request, qty, estimate } = plan;
    if (!request || qty === null) return;
    const values = { side, kind, qty: groupDigits(formatDecimal(qty)), coin: listed.baseCoin, price: shown };
    const loss = estimate?.lossAtStop ?? null;
    const question = {
      title: t("title", { symbol: listed.symbol }),
      description:
        loss === null
          ? t("text", values)
          : t("lossText", { ...values, loss: formatFixed(toNumber(loss), 2) }),
      confirm: t("confirm", { side }),
    };
    onAsk(question, () => void send(request));
  };
  return rows.map((row) => {
    const { side, kind, plan } = row;
    const problem = plan.problems[0]?.text(problems) ?? null;
    const qty = plan.qty === null ? "" : groupDigits(formatDecimal(plan.qty));
    return (
      <button
        key={kind}
        type="button"
        role="menuitem"
        data-order={kind}
        aria-disabled={problem !== null}
        className={`${itemClass} h-auto! min-h-8 flex-col items-start! justify-center gap-0! aria-disabled:opacity-60`}
        onClick={() => press(row)}
      >
        <span className={side === "buy" ? "text-up" : "text-down"}>
          {t("item", { side, kind, qty, coin: listed.baseCoin, price: shown })}
        </span>
        {problem !== null && (
          <span className="max-w-56 whitespace-normal text-[11px] text-text-3">{problem}</span>
        )}
      </button>
    );
  });
}

function useRows(price: string, listed: InstrumentDto, portfolio: PortfolioSnapshot): Row[] {
  const { symbol } = listed;
  const instrument = useTradingInstrument(listed);
  const drafts = useMemo(() => {
    const draft = { ...recallDraft(symbol), isReduceOnly: false, hasLimit: false };
    return {
      limit: { ...draft, kind: "limit" as const, price, timeInForce: "GTC" as const },
      stop: { ...draft, kind: "stop" as const, trigger: price, triggerBy: "last" as const },
    };
  }, [symbol, price]);
  const limit = useOrderPlans(drafts.limit, instrument, portfolio);
  const stop = useOrderPlans(drafts.stop, instrument, portfolio);
  const isBelow = useTickValue(symbol, ({ last }) => Number(price) < Number(last));
  if (!limit || !stop || isBelow === null) return [];
  const [limitSide, stopSide] = isBelow ? (["buy", "sell"] as const) : (["sell", "buy"] as const);
  return [
    { side: limitSide, kind: "limit", plan: limit[limitSide] },
    { side: stopSide, kind: "stop", plan: stop[stopSide] },
  ];
}
