"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useLimitLocks } from "@/components/limits/use-limit-locks";
import { keyBindings } from "@/components/terminal/keys/key-bindings";
import { showToast } from "@/components/terminal/notifications/toast-queue";
import { findRejectedField } from "@/components/terminal/order/find-rejected-field";
import { formatOrder } from "@/components/terminal/order/format-order";
import { OrderFigures } from "@/components/terminal/order/order-figures";
import { PositionNote } from "@/components/terminal/order/position-note";
import { BracketSwitch } from "@/components/terminal/order/preview/bracket-switch";
import { useBracketPreview } from "@/components/terminal/order/preview/use-bracket-preview";
import { useConfirmation } from "@/components/terminal/order/use-confirmation";
import type { OrderFormState } from "@/components/terminal/order/use-order-draft";
import { useOrderKeys } from "@/components/terminal/order/use-order-keys";
import { useOrderPlans } from "@/components/terminal/order/use-order-plans";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { explainError } from "@/lib/client/api/explain-error";
import { RequestError } from "@/lib/client/api/market-api";
import { cn } from "@/lib/client/cn";
import { formatFixed } from "@/lib/client/format";
import { useFeedValue } from "@/lib/client/market/use-feed-status";
import type { OrderDraft } from "@/lib/client/orders/order-draft";
import type { OrderPlan } from "@/lib/client/orders/order-plan";
import type { Problem } from "@/lib/client/orders/plan-context";
import { trimQty } from "@/lib/client/orders/trim-qty";
import { type OrderInput, usePlaceOrder } from "@/lib/client/orders/use-place-order";
import { usePersisted } from "@/lib/client/persisted";
import { groupDigits } from "@/lib/core/alerts/group-digits";
import { formatDecimal, toNumber } from "@/lib/core/decimal";
import type { Instrument as TradingInstrument } from "@/lib/core/engine/positions/instrument";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { OrderDto, PortfolioSnapshot } from "@/lib/schemas/trading/trading-responses";

const OwnLimitNote = lazyPart(
  () => import("@/components/terminal/order/own-limit-note").then((module) => module.OwnLimitNote),
  { failure: "hidden" },
);

/** How often an order by share is made smaller. */
const MAX_TRIMS = 3;
/** Locks with a text of their own. */
const LOCK_REASONS = ["challenge_failed", "phase_passed"] as const;

type Side = "buy" | "sell";

/** The figures of both sides and the two buttons; the only part of the form that updates with the market. */
export function OrderOutcome(props: {
  form: OrderFormState;
  instrument: TradingInstrument;
  listed: InstrumentDto;
  portfolio: PortfolioSnapshot;
}) {
  const { form, instrument, listed, portfolio } = props;
  const t = useTranslations("terminal");
  const errors = useTranslations("common.error");
  const plans = useOrderPlans(form.draft, instrument, portfolio);
  const { place, isSending } = usePlaceOrder();
  const { ask: confirm, question } = useConfirmation("order");
  const isStale = useFeedValue(
    ({ label }) => label === "stale" || label === "reconnecting" || label === "starting",
  );
  const keys = usePersisted(keyBindings);
  const buttons = useRef<HTMLDivElement>(null);
  const blocked = portfolio.locked
    ? t(`locked.${LOCK_REASONS.find((one) => one === portfolio.locked?.reason) ?? "other"}`)
    : (isStale ?? true)
      ? t("ticket.stale")
      : null;

  const positions = portfolio.positions.filter((one) => one.symbol === listed.symbol);
  const locks = useLimitLocks(portfolio.ownLimits);
  const [lock] = locks;
  const isLimited = (side: Side) => {
    if (form.draft.isReduceOnly || isClosing(plans?.[side])) return false;
    const isAddition = positions.some((one) => one.side === (side === "buy" ? "long" : "short"));
    return locks.some(({ cause }) => cause !== "trades" || !isAddition);
  };

  const submit = async (side: Side) => {
    const plan = plans?.[side];
    if (!plan || isSending || blocked || isLimited(side)) return;
    const { request } = plan;
    if (!request) return show(plan.problems);
    form.setProblems([]);
    confirm(describeQuestion(request, plan), () => void send(request));
  };
  const describeQuestion = (request: OrderInput, plan: OrderPlan) => {
    const loss = plan.estimate?.lossAtStop;
    return {
      title: t("ticket.confirmTitle", { symbol: listed.symbol }),
      description: t(loss == null ? "ticket.confirmText" : "ticket.confirmLossText", {
        order: formatOrder(toTerms(request), t, listed.priceScale),
        loss: loss == null ? "" : formatFixed(toNumber(loss), 2),
      }),
      confirm: t("ticket.confirm", { side: request.side }),
    };
  };
  const preview = useBracketPreview({ form, symbol: listed.symbol, plans, submit });
  useOrderKeys(buttons, {
    side: preview.show,
    escape: () => {
      form.setProblems([]);
      preview.show(null);
    },
  });
  const send = async (request: OrderInput) => {
    try {
      const order = await placeFitting(request);
      preview.show(null);
      if (order) {
        showToast((toast) => {
          // Its fill may have arrived before the response.
          const isPublished = toast.getHistory().some(({ id }) => id === order.id);
          if (isPublished) return;
          const text = formatOrder(order, t, listed.priceScale);
          toast(t("ticket.sent", { order: text }), { id: order.id });
        });
      }
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      show([findRejectedField(error, form.draft, explainError(error, errors))]);
    }
  };
  /** A share of the free margin that moved away meanwhile is sent again a little smaller. */
  const placeFitting = async (request: OrderInput, attempt = 0): Promise<OrderDto | null> => {
    try {
      return await place(request);
    } catch (error) {
      const isTooLarge = error instanceof RequestError && error.code === "insufficient_margin";
      const smaller = isTooLarge && form.draft.sizeBy === "percent" ? trimQty(request.qty, instrument) : null;
      if (smaller === null || attempt === MAX_TRIMS) throw error;
      return placeFitting({ ...request, qty: smaller }, attempt + 1);
    }
  };
  const show = (problems: readonly Problem[]) => {
    form.setProblems(problems);
    const first = problems[0];
    if (first && first.field !== "form") document.getElementById(`order-${first.field}`)?.focus();
  };

  const problem = form.problemAt("form");
  return (
    <div className="mt-auto grid gap-2 border-t p-2">
      {positions.map((position) => (
        <PositionNote key={position.side} position={position} listed={listed} />
      ))}
      {plans && <OrderFigures {...plans} listed={listed} hasPosition={positions.length > 0} />}
      {lock && portfolio.ownLimits && <OwnLimitNote lock={lock} zone={portfolio.ownLimits.zone} />}
      {/* Where the form is taller than its panel the buttons stay in view. */}
      <div className="sticky bottom-0 -mx-2 -mb-2 grid gap-2 bg-panel px-2 pt-1 pb-2">
        {(problem ?? blocked) && (
          <p role="alert" className={cn("text-[11px] leading-4", problem ? "text-down" : "text-warn")}>
            {problem ?? blocked}
            {portfolio.locked && portfolio.challenge && (
              <a
                href={`/challenges/${encodeURIComponent(portfolio.challenge.challengeId)}`}
                className="ml-1 underline underline-offset-2"
              >
                {t("locked.evidence")}
              </a>
            )}
          </p>
        )}
        {question}
        <BracketSwitch side={preview.side} onChange={preview.show} />
        <div ref={buttons} className="grid grid-cols-2 gap-1.5">
          {(["buy", "sell"] as const).map((side) => (
            <button
              key={side}
              type="button"
              data-side={side}
              aria-keyshortcuts={keys[side]}
              // Not `disabled`: a short pause of prices must not remove the keyboard's focus.
              aria-disabled={isSending || blocked !== null || !plans || isLimited(side)}
              onClick={() => void submit(side)}
              className={cn(
                "flex min-h-11 flex-col items-center justify-center rounded px-1 py-1 font-semibold text-bg leading-4 transition-opacity aria-disabled:cursor-default aria-disabled:opacity-50",
                side === "buy" ? "bg-up" : "bg-down",
              )}
            >
              <Label side={side} plan={plans?.[side]} draft={form.draft} baseCoin={listed.baseCoin} />
            </button>
          ))}
        </div>
      </div>
    </div>
  );
}

/** An order that is not sent yet, as events describe one. */
function toTerms({ side, qty, symbol, kind, price, trigger }: OrderInput) {
  const stop = trigger ? { ...trigger, by: trigger.by ?? ("last" as const) } : null;
  return { side, qty, symbol, kind, price: price ?? null, trigger: stop };
}

function Label(props: {
  side: "buy" | "sell";
  plan: OrderPlan | undefined;
  draft: OrderDraft;
  baseCoin: string;
}) {
  const { side, plan, draft, baseCoin } = props;
  const t = useTranslations("terminal.ticket");
  const how = t(`how.${draft.kind}`);
  return (
    <>
      <span>
        {plan?.qty == null
          ? t(side === "buy" ? "submitBuy" : "submitSell")
          : t.rich("submitSize", {
              side,
              qty: groupDigits(formatDecimal(plan.qty)),
              coin: baseCoin,
              n: (text) => <span className="num">{text}</span>,
            })}
      </span>{" "}
      <span className="font-normal text-[11px]">{isClosing(plan) ? t("closing", { how }) : how}</span>
    </>
  );
}

/** Whether the order only reduces the position. */
function isClosing(plan: OrderPlan | undefined): boolean {
  const estimate = plan?.estimate;
  return estimate != null && estimate.closes > 0n && estimate.opens === 0n;
}
