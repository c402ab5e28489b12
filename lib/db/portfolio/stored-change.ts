import "server-only";
import { calculateThresholds } from "@/lib/core/challenge/evaluate";
import { tradingRulesOfPhase } from "@/lib/core/challenge/plan";
import { calculateNextDue } from "@/lib/core/challenge/rules/list-deadlines";
import { toNumber } from "@/lib/core/decimal";
import type { Context } from "@/lib/core/engine/context";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { Order } from "@/lib/core/engine/orders/order";
import type { Position } from "@/lib/core/engine/positions/position";
import type { EquitySnapshot } from "@/lib/core/engine/state/equity-snapshot";
import { readTradingAges } from "@/lib/core/engine/state/read-trading-view";
import { nameSide, type PortfolioKind, type PortfolioState } from "@/lib/core/engine/state/state";
import { triggerIndexOf } from "@/lib/core/engine/trigger-index";
import { type EventRow, toJsonText } from "@/lib/core/proof/event-text";
import { isoTime } from "@/lib/db/iso-time";
import { encodeChallenge, encodeJournal } from "@/lib/db/portfolio/encode-records";
import { type EndedOrder, findEndedOrders } from "@/lib/db/portfolio/find-ended-orders";
import type { IdempotencyRecord } from "@/lib/db/portfolio/stored-state";

/**
 * The state before and after one or several decisions, with its owner and the equity after each of them.
 * `context` gives the liquidation prices.
 */
export type StoredChange = {
  userId: string;
  /** Whether it was archived when this was decided. */
  isArchived: boolean;
  before: PortfolioState;
  after: PortfolioState;
  events: readonly PortfolioEvent[];
  rows: readonly EventRow[];
  idempotencyRecords: readonly IdempotencyRecord[];
  equity: readonly EquitySnapshot[];
  context: Context;
};

/** Stored attributes of a new portfolio besides its state. */
export type Description = { name: string; kind: PortfolioKind; createdAtMs: number };

const SIDE_INDEXES = { long: 1, short: 2 } as const;

/** The tables that a decision writes, in the order of `save_portfolios`' arguments. */
const PARTS = [
  "portfolios",
  "events",
  "orders",
  "positions",
  "closed",
  "triggers",
  "removedTriggers",
  "idempotencyRecords",
  "equity",
  "thresholds",
  "removedThresholds",
  "journal",
  "challenges",
  "phases",
  "endedChallenges",
  "endedPhases",
] as const;
type Part = (typeof PARTS)[number];

/** A decision's writes: for each table the JSON texts of the changed rows, each with its portfolio's id. */
export type EncodedChange = { portfolioId: string; rows: Record<Part, readonly string[]> };

/**
 * The rows that a decision writes: the head, the events and all other changes. States share unchanged parts,
 * so a change is a changed reference.
 */
export function encodeChange(change: StoredChange, description?: Description): EncodedChange {
  const { before, after, events } = change;
  const portfolioId = after.id;
  const { epoch } = after;
  const orders = [
    ...listNew(before.orders, after.orders).map((order) => encodeOrder(order, epoch, null)),
    ...findEndedOrders(before, events).map((order) => encodeOrder(order, epoch, order)),
  ];
  const positions = listNew(before.positions, after.positions);
  const kept = new Set(after.positions.map((position) => keyOf(after, position)));
  const gone = before.positions.filter((position) => !kept.has(keyOf(before, position)));
  const { triggers, removedTriggers } = listTriggerChanges(change);
  const challenge = encodeChallenge(change);
  const key = `{"portfolioId":${JSON.stringify(portfolioId)},`;
  const encode = (row: object) => `${key}${toRowText(row).slice(1)}`;
  return {
    portfolioId,
    rows: {
      portfolios: [toRowText(encodeHead(change, description))],
      events: change.rows.map((row) => `${key}${encodeEvent(row).slice(1)}`),
      orders: orders.map(encode),
      positions: positions.map((position) => encode(encodePosition(change, position))),
      closed: gone.map((position) =>
        encode({ symbol: position.symbol, sideIndex: sideIndexOf(before, position) }),
      ),
      triggers: triggers.map(encode),
      removedTriggers: removedTriggers.map((symbol) => encode({ symbol })),
      idempotencyRecords: change.idempotencyRecords.map(encode),
      equity: encodeEquity(change).map(encode),
      thresholds: encodeThreshold(change).map(encode),
      removedThresholds: after.lock !== null && after.challenge !== null ? [JSON.stringify(portfolioId)] : [],
      journal: encodeJournal(change).map(encode),
      challenges: challenge.started.map(encode),
      phases: challenge.phases.map(encode),
      endedChallenges: challenge.ended.map(encode),
      endedPhases: challenge.endedPhases.map(encode),
    },
  };
}

/**
 * The arguments of `save_portfolios` for these changes: an array for each table, null where nothing changed.
 */
export function listArguments(changes: readonly EncodedChange[]): (string | null)[] {
  return PARTS.map((part) => {
    const rows = changes.flatMap((change) => change.rows[part]);
    return rows.length === 0 ? null : `[${rows.join()}]`;
  });
}

/** JSON of a row without its nulls: a column that is left out is null. Bytes to the database are what a write costs most. */
function toRowText(row: object): string {
  let text = "";
  for (const [column, value] of Object.entries(row)) {
    if (value !== null && value !== undefined) text += `,"${column}":${toJsonText(value)}`;
  }
  return `{${text.slice(1)}}`;
}

function encodeHead(
  { userId, isArchived, before, after, rows }: StoredChange,
  description: Description | undefined,
) {
  return {
    id: after.id,
    fromSeq: before.seq,
    ...(description && {
      userId,
      name: description.name,
      kind: description.kind,
      createdAt: isoTime(description.createdAtMs),
    }),
    market: after.kind,
    seq: after.seq,
    epoch: after.epoch,
    marginMode: after.marginMode,
    lockReason: after.lock?.reason ?? null,
    lockedAt: after.lock && isoTime(after.lock.atMs),
    balance: after.balance,
    ...after.ledger,
    defaultLeverage: after.defaultLeverage,
    leverages: after.leverages,
    hedge: after.hedge,
    consumed: after.consumed,
    liquidations: after.liquidations,
    challenge: after.challenge,
    limits: after.limits,
    deferred: after.deferred.length > 0 ? after.deferred : null,
    headHash: rows.at(-1)?.hash,
    isArchived,
  };
}

function encodeEquity({ equity }: StoredChange) {
  return equity.map(({ atMs, ...figures }) => ({ ...figures, at: isoTime(atMs) }));
}

/** The levels that the sweep compares equity with, if they changed. */
function encodeThreshold({ before, after }: StoredChange) {
  const { challenge, lock, balance, positions, orders } = after;
  if (challenge === null || lock !== null) return [];
  // Only trading rules depend on the orders.
  const isRuled = tradingRulesOfPhase(challenge.plan, challenge.phase).length > 0;
  const isSame =
    challenge === before.challenge &&
    balance === before.balance &&
    positions === before.positions &&
    (!isRuled || orders === before.orders);
  if (isSame) return [];
  const dueMs = isRuled ? calculateNextDue(challenge, readTradingAges(after)) : challenge.day.endMs;
  const { below, above, halfBelow } = calculateThresholds(challenge);
  return [
    {
      balance: toNumber(balance),
      below: toNumber(below),
      above: above && toNumber(above),
      halfBelow: toNumber(halfBelow),
      resetAt: isoTime(dueMs),
      symbols: positions.map(({ symbol }) => symbol),
      qtys: positions.map(({ qty }) => toNumber(qty)),
      costs: positions.map(({ qty, cost }) => (qty < 0n ? -toNumber(cost) : toNumber(cost))),
    },
  ];
}

/** The payload is stored as text without re-encoding, so that it equals the hashed text. */
function encodeEvent({ seq, type, payload, atMs, hash }: EventRow): string {
  const head = JSON.stringify({ seq, type, at: isoTime(atMs), hash });
  return `${head.slice(0, -1)},"payload":${payload}}`;
}

/** Every field is listed: an object literal is several times faster than a copy that omits some. */
function encodeOrder(order: Order, epoch: number, end: EndedOrder | null) {
  const { trigger, trail, lastMatchedAt: lastMatch, expiresAtMs } = order;
  return {
    clientOrderId: order.id,
    epoch,
    symbol: order.symbol,
    side: order.side,
    kind: order.kind,
    status: order.status,
    qty: order.qty,
    filled: order.filled,
    filledValue: order.filledValue,
    fees: order.fees,
    price: order.price,
    triggerPrice: trigger?.price,
    triggerBy: trigger?.by,
    trailDistance: trail?.distance,
    trailActivation: trail?.activation,
    trailExtreme: trail?.extreme,
    timeInForce: order.timeInForce,
    reduceOnly: order.reduceOnly,
    purpose: order.purpose,
    attached: order.attached,
    queueAhead: order.queueAhead,
    lastMatchedAt: lastMatch === null ? undefined : isoTime(lastMatch.timeMs),
    lastMatchedSeq: lastMatch?.seq,
    acceptedAt: isoTime(order.acceptedAtMs),
    acceptedSeq: order.acceptedSeq,
    expiresAt: expiresAtMs === null ? undefined : isoTime(expiresAtMs),
    endedAt: end === null ? undefined : isoTime(end.endedAtMs),
    reason: end?.reason,
    isByProgram: order.isByProgram,
  };
}

function encodePosition({ after, context }: StoredChange, position: Position) {
  const { fundedMs, changedAtMs, ...rest } = position;
  const instrument = context.instruments.get(position.symbol);
  return {
    ...rest,
    sideIndex: sideIndexOf(after, position),
    liquidationPrice: instrument ? context.rules.liquidationPrice(after, position, instrument) : null,
    fundedAt: fundedMs === 0 ? null : isoTime(fundedMs),
    openedAt: isoTime(position.roundTrip.openedAtMs),
    changedAt: isoTime(changedAtMs),
  };
}

/** The column that tells the sides of a hedged symbol apart; its default in one-way mode. */
function sideIndexOf(state: PortfolioState, position: Position): number | undefined {
  const { side } = nameSide(state, position);
  return side && SIDE_INDEXES[side];
}

function keyOf(state: PortfolioState, position: Position): string {
  return `${position.symbol} ${sideIndexOf(state, position) ?? 0}`;
}

/** Changes of the trigger index, for each symbol in which an order, stop or liquidation price changed. */
function listTriggerChanges({ before, after, context }: StoredChange) {
  const touched = new Set(
    [
      ...listNew(before.orders, after.orders).filter(isResting),
      ...listNew(after.orders, before.orders).filter(isResting),
      ...listNew(before.positions, after.positions),
      ...listNew(after.positions, before.positions),
      // The floors of a challenge depend on its recorded values and the balance, and all liquidation prices
      // depend on the floors.
      ...(after.challenge === before.challenge && after.balance === before.balance
        ? []
        : listEvaluated(after)),
    ].map((item) => item.symbol),
  );
  const triggers: object[] = [];
  const removedTriggers: string[] = [];
  for (const symbol of touched) {
    const { sellTriggerMax, buyTriggerMin, always } = triggerIndexOf(after, symbol, context);
    if (always) triggers.push({ symbol, sellTriggerMax: null, buyTriggerMin: null, always });
    else if (sellTriggerMax !== null || buyTriggerMin !== null)
      triggers.push({ symbol, sellTriggerMax, buyTriggerMin, always });
    else removedTriggers.push(symbol);
  }
  return { triggers, removedTriggers };
}

function listEvaluated({ challenge, positions }: PortfolioState) {
  return challenge === null ? [] : positions;
}

function listNew<T>(before: readonly T[], after: readonly T[]): T[] {
  const known = new Set(before);
  return after.filter((item) => !known.has(item));
}

function isResting(order: Order): boolean {
  return order.status !== "QUEUED";
}
