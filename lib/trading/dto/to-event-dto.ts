import "server-only";
import { phaseOf } from "@/lib/core/challenge/plan";
import { add, div, formatPrice, formatRounded, parseDecimal } from "@/lib/core/decimal";
import type { OrderFilled, PortfolioEvent, RuleEvidence } from "@/lib/core/engine/events";
import { REJECT_SENTENCES } from "@/lib/core/engine/orders/reject-reason";
import { changedSide, type PositionSide } from "@/lib/core/engine/positions/position";
import type { FillDto, OrderDto, PortfolioEventDto } from "@/lib/schemas/trading/trading-responses";
import { toChangeDto } from "@/lib/trading/dto/to-change-dto";
import { toOrderDto, toStopDto } from "@/lib/trading/dto/to-order-dto";

/** The orders that events refer to, by id. */
export type KnownOrders = ReadonlyMap<string, Pick<OrderDto, keyof OrderTerms | "status" | "acceptedAt">>;

type OrderTerms = NonNullable<Extract<PortfolioEventDto, { type: "order-cancelled" }>["order"]>;

const TWO = parseDecimal("2");

/** Sentences for lock reasons other than a challenge's rules. */
const LOCK_SENTENCE = "This portfolio is locked and takes no more orders.";

/** An event as shown to the portfolio's owner; null for bookkeeping that only changes the state. */
export function toEventDto(
  portfolioId: string,
  event: PortfolioEvent,
  orders: KnownOrders,
): PortfolioEventDto | null {
  const head = { seq: event.seq, at: new Date(event.atMs).toISOString() };
  const ofOrder = (orderId: string) => {
    const order = orders.get(orderId);
    return { orderId, symbol: order?.symbol ?? "", order: order ? toTerms(order) : null };
  };
  switch (event.type) {
    case "order-accepted": {
      const order = { ...event.order, acceptedAtMs: event.atMs, acceptedSeq: event.seq };
      return { ...head, type: event.type, order: toOrderDto(portfolioId, order) };
    }
    case "order-triggered":
    case "order-expired":
      return { ...head, type: event.type, ...ofOrder(event.orderId) };
    case "order-amended": {
      const known = ofOrder(event.orderId);
      return { ...head, type: event.type, ...known, order: known.order && amendTerms(known.order, event) };
    }
    case "order-cancelled": {
      const { type, orderId, reason } = event;
      return { ...head, type, ...ofOrder(orderId), reason };
    }
    case "order-rejected": {
      const { type, orderId, reason } = event;
      return { ...head, type, ...ofOrder(orderId), reason, message: REJECT_SENTENCES[reason] };
    }
    case "order-filled": {
      const status = orders.get(event.orderId)?.status ?? "FILLED";
      return { ...head, type: event.type, fill: toFillDto(event, orders), status };
    }
    case "round-trip-closed": {
      const { type, symbol, roundTrip, purpose } = event;
      const net = formatRounded(event.net);
      return { ...head, type, symbol, side: roundTrip.side, net, purpose, journalId: null };
    }
    case "position-liquidated":
      return {
        ...head,
        type: event.type,
        ...nameHeld(event),
        qty: formatRounded(event.qty),
        remaining: formatRounded(event.remaining),
        settledAt: formatPrice(event.settledAt),
      };
    case "close-rejected": {
      const { type, reason } = event;
      return { ...head, type, ...nameHeld(event), reason, message: REJECT_SENTENCES[reason] };
    }
    case "symbol-settled": {
      const { type, cause, note } = event;
      return { ...head, type, ...nameHeld(event), price: formatPrice(event.price), cause, note };
    }
    case "position-stops-set": {
      const { type, stopLoss, takeProfit } = event;
      const stops = { stopLoss: toStopDto(stopLoss), takeProfit: toStopDto(takeProfit) };
      return { ...head, type, ...nameHeld(event), ...stops };
    }
    case "leverage-set": {
      return { ...head, type: event.type, ...nameHeld(event), leverage: formatRounded(event.leverage) };
    }
    case "position-mode-set": {
      const { type, symbol, isHedged } = event;
      return { ...head, type, symbol, isHedged };
    }
    case "margin-mode-set":
      return { ...head, type: event.type, marginMode: event.marginMode };
    case "margin-adjusted": {
      const amount = formatRounded(event.amount);
      return { ...head, type: event.type, ...nameHeld(event), amount };
    }
    case "funding-settled":
      return {
        ...head,
        type: event.type,
        ...nameHeld(event),
        paid: formatRounded(event.paid),
        rate: formatRounded(event.rate),
      };
    case "limits-set": {
      const { type, pending } = event;
      return { ...head, type, pendingFrom: pending && new Date(pending.fromMs).toISOString() };
    }
    case "limit-locked": {
      const { type, cause, untilMs } = event;
      return { ...head, type, cause, until: new Date(untilMs).toISOString() };
    }
    case "portfolio-locked":
      return { ...head, type: event.type, reason: event.reason, message: LOCK_SENTENCE };
    case "portfolio-opened":
    case "portfolio-reset":
      return { ...head, type: event.type, amount: formatRounded(event.opening) };
    case "balance-adjusted":
      return { ...head, type: event.type, amount: formatRounded(event.amount) };
    case "challenge-started": {
      const { type, challengeId, plan, phase } = event;
      return { ...head, type, challengeId, planName: plan.name, phaseName: phaseOf(plan, phase).name };
    }
    case "change-deferred": {
      const change = toChangeDto({ ...event, changeSeq: event.seq });
      return { ...head, type: event.type, change };
    }
    case "change-applied": {
      const { type, changeSeq, change, reason } = event;
      const symbol = "symbol" in change ? (change.symbol ?? null) : null;
      const described = toChangeDto({ changeSeq, symbol, venueMs: 0, change });
      const message = reason && REJECT_SENTENCES[reason];
      return { ...head, type, change: described, reason, message };
    }
    case "day-rolled":
      return { ...head, type: event.type, equity: formatRounded(event.equity) };
    case "headroom-warned":
    case "challenge-breached":
      return { ...head, type: event.type, ...toRuleEvidenceDto(event) };
    case "trading-paused":
      return {
        ...head,
        type: event.type,
        ...toRuleEvidenceDto(event),
        until: new Date(event.untilMs).toISOString(),
      };
    case "phase-passed": {
      const { type, challengeId, phase, isLast, balance } = event;
      return { ...head, type, challengeId, phase, isLast, balance: formatRounded(balance) };
    }
    case "rule-enforced": {
      const { type, rule, symbol, outcome, challengeId } = event;
      return { ...head, type, kind: rule.kind, symbol, outcome, challengeId };
    }
    case "challenge-scaled":
      return { ...head, type: event.type, amount: formatRounded(event.amount) };
    case "order-trailed":
    case "order-queued-behind":
    case "equity-peaked":
    case "day-corrected":
      return null;
    default:
      return event satisfies never;
  }
}

/** The position that an event is about: of a hedged symbol with its side. */
function nameHeld({ symbol, side }: { symbol: string; side?: PositionSide }) {
  return { symbol, ...(side !== undefined && { side }) };
}

function toTerms({ side, kind, qty, symbol, price, trigger }: OrderTerms): OrderTerms {
  return { side, kind, qty, symbol, price, trigger };
}

/** The terms that an amendment set, whatever later ones changed. */
function amendTerms(
  order: OrderTerms,
  event: Extract<PortfolioEvent, { type: "order-amended" }>,
): OrderTerms {
  return {
    ...order,
    qty: formatRounded(event.qty),
    price: event.price === null ? null : formatPrice(event.price),
    trigger: toStopDto(event.trigger),
  };
}

function toRuleEvidenceDto({ rule, floor, equity }: RuleEvidence) {
  return { rule: rule.name, floor: formatRounded(floor), equity: formatRounded(equity) };
}

/** One fill with its evidence. */
export function toFillDto(event: OrderFilled & { atMs: number }, orders: KnownOrders): FillDto {
  const { evidence } = event;
  const { bestBid, bestAsk } = evidence;
  const acceptedAt = orders.get(event.orderId)?.acceptedAt;
  return {
    orderId: event.orderId,
    symbol: event.symbol,
    side: event.side,
    positionSide: changedSide(event),
    qty: formatRounded(event.qty),
    price: formatPrice(event.price),
    fee: formatRounded(event.fee),
    realised: formatRounded(event.realised),
    liquidity: event.liquidity,
    purpose: event.purpose,
    midPrice: bestBid !== null && bestAsk !== null ? formatPrice(div(add(bestBid, bestAsk), TWO)) : null,
    mark: formatPrice(evidence.mark),
    tickTimeMs: evidence.tickMs,
    tickSeq: evidence.tickSeq,
    levels: evidence.levels.map((level) => ({
      price: formatPrice(level.price),
      shown: formatRounded(level.shown),
      takenBefore: formatRounded(level.takenBefore),
      taken: formatRounded(level.taken),
    })),
    rules: evidence.rules,
    at: new Date(event.atMs).toISOString(),
    latencyMs: acceptedAt === undefined ? null : event.atMs - Date.parse(acceptedAt),
  };
}
