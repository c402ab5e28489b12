import { formatPendingChange } from "@/components/terminal/account/tables/pending-change";
import { explainReason } from "@/components/terminal/order/explain-reason";
import { formatOrder } from "@/components/terminal/order/format-order";
import { formatFixed, formatFixedPrice, formatMinute, formatPercent } from "@/lib/client/format";
import { namePhase } from "@/lib/client/names/name-phase";
import { nameRule } from "@/lib/client/names/name-rule";
import { formatHeld } from "@/lib/client/portfolio/format-held";
import type { Translate } from "@/lib/client/translate";
import { groupDigits } from "@/lib/core/alerts/group-digits";
import { isChaseOrder } from "@/lib/core/order-groups/plan-chase";
import { calculateSlippageBps } from "@/lib/schemas/trading/calculate-slippage-bps";
import type { FillDto, PortfolioEventDto } from "@/lib/schemas/trading/trading-responses";

/** An event as text. `isLoud`: shown as a toast; the others appear in the list of events only. */
export type EventText = {
  tone: "plain" | "good" | "bad" | "warn";
  title: string;
  detail: string | null;
  isLoud: boolean;
  /** Link to more information. */
  link: { path: string; label: string } | null;
};

/** `digitsOf`: digits of a symbol's prices; null while unknown. */
export type EventContext = {
  t: Translate<"terminal">;
  tRule: Translate<"common.rule">;
  tPhase: Translate<"common.phase">;
  digitsOf: (symbol: string) => number | null;
};

/** An event's text for toasts, notifications and the events tab. */
export function formatEvent(event: PortfolioEventDto, context: EventContext): EventText {
  const { t, tRule, tPhase, digitsOf } = context;
  switch (event.type) {
    case "order-accepted":
      return toEventText(
        t("event.accepted", { order: formatOrder(event.order, t, digitsOf(event.order.symbol)) }),
        {
          isLoud: event.order.purpose === "manual",
        },
      );
    case "order-triggered":
      return toEventText(t("event.triggered", { order: nameOrder(event, context) }), { isLoud: true });
    case "order-expired":
      return toEventText(t("event.expired", { order: nameOrder(event, context) }), {
        tone: "warn",
        isLoud: true,
      });
    case "order-amended":
      return toEventText(t("event.amended", { order: nameOrder(event, context) }), {
        // The order of a chase moves with the market.
        isLoud: !isChaseOrder(event.orderId),
      });
    case "order-cancelled":
      return toEventText(t("event.cancelled", { order: nameOrder(event, context) }), {
        detail: explainReason(event.reason, t),
        isLoud: true,
      });
    case "order-rejected":
      return toEventText(t("event.rejected", { order: nameOrder(event, context) }), {
        tone: "bad",
        detail: explainReason(event.reason, t),
        isLoud: true,
      });
    case "order-filled":
      return formatFill(event.fill, event.status === "FILLED", context);
    case "position-opened":
      return toEventText(t("event.positionOpened", { symbol: event.symbol }));
    case "position-stops-set":
      return formatStops(event, context);
    case "leverage-set": {
      const symbol = formatHeld(event, t);
      return toEventText(t("event.leverageSet", { symbol, leverage: event.leverage }), { isLoud: true });
    }
    case "round-trip-closed":
      return formatTrade(event, t);
    case "position-liquidated": {
      const { symbol, qty, settledAt } = event;
      const isWhole = Number(event.remaining) === 0;
      return toEventText(
        t(isWhole ? "event.liquidated" : "event.partlyLiquidated", { symbol: formatHeld(event, t) }),
        {
          tone: "bad",
          detail: t("event.settledQty", {
            qty: groupDigits(qty),
            price: formatFixedPrice(settledAt, digitsOf(symbol)),
          }),
          isLoud: true,
        },
      );
    }
    case "close-rejected":
      return toEventText(t("event.notClosed", { symbol: formatHeld(event, t) }), {
        tone: "bad",
        detail: explainReason(event.reason, t),
        isLoud: true,
      });
    case "symbol-settled": {
      const { symbol, price, cause, note } = event;
      const settled = { symbol: formatHeld(event, t), price: formatFixedPrice(price, digitsOf(symbol)) };
      return toEventText(t("event.settled", settled), {
        tone: "warn",
        detail: cause === "delisted" ? t("event.delisted") : t("event.byOperator", { note }),
        isLoud: true,
      });
    }
    case "position-mode-set": {
      const { symbol } = event;
      const mode = event.isHedged ? "hedge" : "one-way";
      const text =
        symbol === null
          ? t("event.positionModeSetAll", { mode })
          : t("event.positionModeSet", { symbol, mode });
      return toEventText(text, { isLoud: true });
    }
    case "margin-mode-set":
      return toEventText(t("event.marginModeSet", { mode: event.marginMode }), { isLoud: true });
    case "margin-adjusted": {
      const isAdded = Number(event.amount) > 0;
      const amount = formatFixed(Math.abs(Number(event.amount)), 2);
      const key = isAdded ? "event.marginAdded" : "event.marginRemoved";
      return toEventText(t(key, { amount, symbol: formatHeld(event, t) }), { isLoud: true });
    }
    case "funding-settled": {
      const paid = Number(event.paid);
      const amount = formatFixed(Math.abs(paid), 4);
      const key = paid > 0 ? "event.fundingPaid" : "event.fundingReceived";
      return toEventText(t(key, { symbol: formatHeld(event, t), amount }), {
        detail: t("event.fundingRate", { rate: formatPercent(event.rate, 4) }),
      });
    }
    case "challenge-started":
      return toEventText(
        t("event.challengeStarted", { plan: event.planName, phase: namePhase(event.phaseName, tPhase) }),
        {
          isLoud: true,
          link: linkToChallenge(event.challengeId, t("event.linkRules")),
        },
      );
    case "day-rolled":
      return toEventText(t("event.dayRolled"), {
        detail: t("event.dayRolledText", { equity: formatFixed(event.equity, 2) }),
        isLoud: true,
      });
    case "headroom-warned":
      return toEventText(t("event.headroomWarned", { rule: nameRule(event.rule, tRule) }), {
        tone: "warn",
        detail: t("event.limit", formatLimit(event)),
        isLoud: true,
      });
    case "trading-paused": {
      const time = formatMinute(Date.parse(event.until));
      return toEventText(t("event.paused", { rule: nameRule(event.rule, tRule) }), {
        tone: "warn",
        detail: t("event.pausedText", { ...formatLimit(event), time }),
        isLoud: true,
      });
    }
    case "challenge-breached":
      return toEventText(t("event.breached", { rule: nameRule(event.rule, tRule) }), {
        tone: "bad",
        detail: t("event.limit", formatLimit(event)),
        isLoud: true,
      });
    case "rule-enforced": {
      const { symbol, outcome, challengeId } = event;
      const title =
        outcome === "cancelled"
          ? t("event.ruleEnforced.cancelled")
          : t(`event.ruleEnforced.${outcome}`, { symbol: symbol ?? "none" });
      return toEventText(title, {
        tone: outcome === "failed" ? "bad" : "warn",
        isLoud: true,
        link: linkToChallenge(challengeId, t("event.linkRules")),
      });
    }
    case "challenge-scaled":
      return Number(event.amount) > 0
        ? toEventText(t("event.scaled", { amount: formatFixed(event.amount, 2) }), {
            tone: "good",
            isLoud: true,
          })
        : toEventText(t("event.notScaled"));
    case "phase-passed": {
      const { isLast, phase, challengeId } = event;
      return toEventText(isLast ? t("event.passed") : t("event.phasePassed", { phase: String(phase) }), {
        tone: "good",
        detail: t(isLast ? "event.certificateReady" : "event.nextPhase"),
        isLoud: true,
        link: linkToChallenge(challengeId, t(isLast ? "event.linkCertificate" : "event.linkChallenge")),
      });
    }
    case "limits-set":
      return toEventText(t("event.limitsSet"), {
        detail:
          event.pendingFrom &&
          t("event.limitsPending", { time: formatMinute(Date.parse(event.pendingFrom)) }),
        isLoud: true,
      });
    case "limit-locked": {
      const time = formatMinute(Date.parse(event.until));
      return toEventText(t("event.limitLocked", { cause: t(`limitCause.${event.cause}`) }), {
        tone: "warn",
        detail: t("event.limitLockedText", { time }),
        isLoud: true,
      });
    }
    case "portfolio-locked":
      return toEventText(t("event.locked"), { tone: "bad", detail: event.message, isLoud: true });
    case "portfolio-opened":
      return toEventText(t("event.opened", { amount: formatFixed(event.amount, 2) }));
    case "portfolio-reset":
      return toEventText(t("event.reset", { amount: formatFixed(event.amount, 2) }), { isLoud: true });
    case "balance-adjusted":
      return toEventText(t("event.adjusted", { amount: formatFixed(event.amount, 2) }), { isLoud: true });
    case "change-deferred":
      return toEventText(t("change.pending", { change: formatPendingChange(event.change, t) }), {
        tone: "warn",
        detail: t("event.deferredText"),
        isLoud: true,
      });
    case "change-applied": {
      const change = formatPendingChange(event.change, t);
      return event.reason === null
        ? toEventText(t("event.applied", { change }), { isLoud: true })
        : toEventText(t("event.notApplied", { change }), {
            tone: "bad",
            detail: explainReason(event.reason, t),
            isLoud: true,
          });
    }
  }
}

/** The order of an event with its terms; the symbol alone where they are unknown. */
function nameOrder(
  { order, symbol }: Pick<Extract<PortfolioEventDto, { type: "order-cancelled" }>, "order" | "symbol">,
  { t, digitsOf }: EventContext,
): string {
  return order ? formatOrder(order, t, digitsOf(symbol)) : t("event.orderOf", { symbol });
}

function formatStops(
  { symbol, side, stopLoss, takeProfit }: Extract<PortfolioEventDto, { type: "position-stops-set" }>,
  { t, digitsOf }: EventContext,
): EventText {
  const price = (stop: typeof stopLoss) => stop && formatFixedPrice(stop.price, digitsOf(symbol));
  const detail = [
    stopLoss ? t("positionNote.stop", { price: price(stopLoss) ?? "" }) : t("positionNote.noStop"),
    takeProfit ? t("positionNote.target", { price: price(takeProfit) ?? "" }) : t("positionNote.noTarget"),
  ].join(" · ");
  return toEventText(t("event.stopsSet", { symbol: formatHeld({ symbol, side }, t) }), {
    detail,
    isLoud: true,
  });
}

function formatFill(fill: FillDto, isWhole: boolean, { t, digitsOf }: EventContext): EventText {
  const { side, qty, symbol, purpose } = fill;
  const slippage = calculateSlippageBps(fill);
  const facts = [
    slippage === null ? null : t("event.slippage", { value: formatFixed(slippage, 2) }),
    t("event.fee", { amount: formatFixed(fill.fee, 2) }),
    fill.latencyMs === null ? null : t("event.latency", { ms: formatFixed(fill.latencyMs, 0) }),
  ];
  const price = formatFixedPrice(fill.price, digitsOf(symbol));
  const title = t(`event.fill.${purpose}`, { side, qty: groupDigits(qty), symbol, price });
  return {
    link: null,
    tone: purpose === "liquidation" || purpose === "breach" ? "bad" : "good",
    title: isWhole ? title : t("event.partial", { fill: title }),
    detail: facts.filter((fact) => fact !== null).join(" · "),
    isLoud: true,
  };
}

function formatTrade(
  { symbol, side, net }: Extract<PortfolioEventDto, { type: "round-trip-closed" }>,
  t: EventContext["t"],
): EventText {
  const amount = Number(net);
  const sign = amount > 0 ? "+" : amount < 0 ? "−" : "";
  return {
    link: null,
    tone: amount >= 0 ? "good" : "bad",
    title: t("event.closed", { symbol, side, net: `${sign}${formatFixed(Math.abs(amount), 2)}` }),
    detail: t("event.afterFees"),
    isLoud: true,
  };
}

function formatLimit(limit: { equity: string; floor: string }): { equity: string; floor: string } {
  return { equity: formatFixed(limit.equity, 2), floor: formatFixed(limit.floor, 2) };
}

function linkToChallenge(challengeId: string, label: string): EventText["link"] {
  return { path: `/challenges/${encodeURIComponent(challengeId)}`, label };
}

function toEventText(title: string, more: Partial<EventText> = {}): EventText {
  return { tone: "plain", title, detail: null, isLoud: false, link: null, ...more };
}
