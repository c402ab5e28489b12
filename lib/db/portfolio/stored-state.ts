import "server-only";
import { type ChallengeState, upcastChallenge } from "@/lib/core/challenge/challenge-state";
import { type Decimal, type Money, type Price, parseDecimal, type Qty } from "@/lib/core/decimal";
import type {
  Order,
  OrderKind,
  OrderPurpose,
  Side,
  TimeInForce,
  TriggerBy,
} from "@/lib/core/engine/orders/order";
import type { OrderStatus } from "@/lib/core/engine/orders/order-status";
import type { Position } from "@/lib/core/engine/positions/position";
import type {
  ConsumedLevel,
  MarginMode,
  MarketCategory,
  PortfolioState,
} from "@/lib/core/engine/state/state";
import { type StoredRoundTrip, upcastRoundTrip } from "@/lib/core/engine/state/upcast-round-trip";
import { fromJson } from "@/lib/core/proof/event-text";

/** The result of an earlier command with the same id. */
export type IdempotencyRecord = { requestId: string; bodyHash: string; fromSeq: number; toSeq: number };

/** A portfolio as read by statement 1 of the command handler. */
export type StoredPortfolio = {
  state: PortfolioState;
  headHash: string;
  userId: string;
  /** Its owner may reduce what an archived portfolio holds, and no more. */
  isArchived: boolean;
  idempotencyRecords: readonly IdempotencyRecord[];
};

type Text = string;
type Ms = number;

/** The result of the database function `load_portfolios`; list positions are its columns. */
export type PortfolioRow = {
  userId: string;
  isArchived: boolean;
  portfolio: [
    seq: number,
    epoch: number,
    market: MarketCategory,
    marginMode: MarginMode,
    lockReason: string | null,
    lockedAt: Ms | null,
    balance: Text,
    opening: Text,
    adjustments: Text,
    realised: Text,
    fees: Text,
    funding: Text,
    defaultLeverage: Text,
    leverages: unknown,
    consumed: unknown,
    liquidations: number,
    headHash: string,
    challenge: unknown,
    deferred: unknown,
    limits: unknown,
    hedge: unknown,
  ];
  orders: OrderRow[] | null;
  positions: PositionRow[] | null;
  idempotencyRecords: [requestId: string, bodyHash: string, fromSeq: number, toSeq: number][] | null;
};

type OrderRow = [
  clientOrderId: string,
  symbol: string,
  side: Side,
  kind: OrderKind,
  qty: Text,
  filled: Text,
  filledValue: Text,
  fees: Text,
  price: Text | null,
  triggerPrice: Text | null,
  triggerBy: TriggerBy | null,
  trailDistance: Text | null,
  trailActivation: Text | null,
  trailExtreme: Text | null,
  timeInForce: TimeInForce,
  reduceOnly: boolean,
  purpose: OrderPurpose,
  attached: unknown,
  status: OrderStatus,
  queueAhead: Text | null,
  acceptedAt: Ms,
  acceptedSeq: number,
  expiresAt: Ms | null,
  lastMatchedAt: Ms | null,
  lastMatchedSeq: number | null,
  isByProgram: boolean,
];

type PositionRow = [
  symbol: string,
  qty: Text,
  cost: Text,
  entryPrice: Text,
  leverage: Text,
  extraMargin: Text,
  stopLoss: unknown,
  takeProfit: unknown,
  fundedAt: Ms | null,
  changedAt: Ms,
  changedSeq: number,
  roundTrip: unknown,
];

/** Decodes a portfolio's rows to its state. */
export function decodePortfolio(id: string, row: PortfolioRow): StoredPortfolio {
  const [seq, epoch, kind, marginMode, lockReason, lockedAt, balance, ...rest] = row.portfolio;
  const [opening, adjustments, realised, fees, funding, defaultLeverage, ...others] = rest;
  const [leverages, consumed, liquidations, headHash, challenge, deferred, limits, hedge] = others;
  return {
    headHash,
    userId: row.userId,
    isArchived: row.isArchived,
    idempotencyRecords: (row.idempotencyRecords ?? []).map(([requestId, bodyHash, fromSeq, toSeq]) => ({
      requestId,
      bodyHash,
      fromSeq,
      toSeq,
    })),
    state: {
      id,
      seq,
      epoch,
      kind,
      marginMode,
      lock: lockReason === null || lockedAt === null ? null : { reason: lockReason, atMs: lockedAt },
      balance: read<Money>(balance),
      ledger: {
        opening: read(opening),
        adjustments: read(adjustments),
        realised: read(realised),
        fees: read(fees),
        funding: read(funding),
      },
      defaultLeverage: read(defaultLeverage),
      leverages: fromJson<PortfolioState["leverages"]>(leverages),
      hedge: fromJson<PortfolioState["hedge"]>(hedge),
      positions: (row.positions ?? []).map(decodePosition),
      orders: (row.orders ?? []).map(decodeOrder),
      consumed: fromJson<ConsumedLevel[]>(consumed),
      liquidations,
      challenge: challenge === null ? null : upcastChallenge(fromJson<ChallengeState>(challenge)),
      limits: fromJson<PortfolioState["limits"]>(limits),
      deferred: fromJson<PortfolioState["deferred"] | null>(deferred) ?? [],
    },
  };
}

function decodeOrder(row: OrderRow): Order {
  const [id, symbol, side, kind, qty, filled, filledValue, fees, price, triggerPrice, triggerBy, ...rest] =
    row;
  const [distance, activation, extreme, timeInForce, reduceOnly, purpose, attached, status, ...others] = rest;
  const [queueAhead, acceptedAtMs, acceptedSeq, expiresAtMs, lastMatchedAt, lastMatchedSeq, isByProgram] =
    others;
  return {
    id,
    symbol,
    side,
    kind,
    qty: read<Qty>(qty),
    filled: read<Qty>(filled),
    filledValue: read<Money>(filledValue),
    fees: read<Money>(fees),
    price: readOrNull<Price>(price),
    trigger: triggerPrice === null ? null : { price: read(triggerPrice), by: triggerBy ?? "last" },
    trail:
      distance === null
        ? null
        : { distance: read(distance), activation: readOrNull(activation), extreme: readOrNull(extreme) },
    timeInForce,
    reduceOnly,
    purpose,
    attached: fromJson<Order["attached"]>(attached),
    status,
    queueAhead: readOrNull<Qty>(queueAhead),
    lastMatchedAt:
      lastMatchedAt === null || lastMatchedSeq === null
        ? null
        : { timeMs: lastMatchedAt, seq: lastMatchedSeq },
    acceptedAtMs,
    acceptedSeq,
    expiresAtMs,
    ...(isByProgram && { isByProgram }),
  };
}

function decodePosition(row: PositionRow): Position {
  const [symbol, qty, cost, entryPrice, leverage, extraMargin, stopLoss, takeProfit, fundedAt, ...rest] = row;
  const [changedAtMs, changedSeq, roundTrip] = rest;
  return {
    symbol,
    qty: read<Qty>(qty),
    cost: read<Money>(cost),
    entryPrice: read<Price>(entryPrice),
    leverage: read(leverage),
    extraMargin: read<Money>(extraMargin),
    stopLoss: fromJson<Position["stopLoss"]>(stopLoss),
    takeProfit: fromJson<Position["takeProfit"]>(takeProfit),
    fundedMs: fundedAt ?? 0,
    changedAtMs,
    changedSeq,
    roundTrip: upcastRoundTrip(fromJson<StoredRoundTrip>(roundTrip)),
  };
}

function read<T extends Decimal>(text: string): T {
  return parseDecimal(text) as T;
}

function readOrNull<T extends Decimal>(text: string | null): T | null {
  return text === null ? null : read<T>(text);
}
