import "server-only";
import { toNumber } from "@/lib/core/decimal";
import { findArmed } from "@/lib/core/engine/armed-prices";
import type { Context } from "@/lib/core/engine/context";
import { takeEquitySnapshot } from "@/lib/core/engine/equity-snapshot";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { Order } from "@/lib/core/engine/order";
import type { Position } from "@/lib/core/engine/position";
import { findPosition, type PortfolioState } from "@/lib/core/engine/state";
import { type EventRow, toJsonText } from "@/lib/core/proof/event-text";
import { findWatchLevels } from "@/lib/core/prop/evaluate";
import { type EndedOrder, findEndedOrders } from "@/lib/db/find-ended-orders";
import type { Receipt } from "@/lib/db/stored-state";

/** What a decision changed. `context` gives the liquidation prices. */
export type Change = {
  before: PortfolioState;
  after: PortfolioState;
  events: readonly PortfolioEvent[];
  rows: readonly EventRow[];
  receipts: readonly Receipt[];
  context: Context;
};

/** Whose a new portfolio is. */
export type Owner = { userId: string; name: string; kind: "PRACTICE" | "CHALLENGE"; createdAtMs: number };

/**
 * The document that the database function `commit_portfolio` writes: the head, the events and the rows that
 * changed, left out where none did. Unchanged parts of a state are shared, so that a change is a new reference.
 */
export function encodeChange(change: Change, owner?: Owner): string {
  const { before, after, events } = change;
  const changed = listNew(before.orders, after.orders);
  const positions = listNew(before.positions, after.positions);
  const gone = before.positions.filter((position) => findPosition(after, position.symbol) === null);
  const { armed, disarmed } = findArmedChange(change);
  const fields = [
    `"portfolio":${toJsonText(encodeHead(change, owner))}`,
    `"events":[${change.rows.map(encodeEvent).join()}]`,
    list("orders", [
      ...changed.map(encodeOpenOrder),
      ...findEndedOrders(before, events).map(encodeEndedOrder),
    ]),
    list(
      "positions",
      positions.map((position) => encodePosition(change, position)),
    ),
    list(
      "closedSymbols",
      gone.map((position) => position.symbol),
    ),
    events.some((event) => event.type === "order-filled") && '"hasFills":true',
    list("armed", armed),
    list("disarmed", disarmed),
    list("receipts", change.receipts),
    list("equity", encodeEquity(change)),
    encodeWatch(change),
  ];
  return `{${fields.filter(Boolean).join()}}`;
}

function list(name: string, items: readonly unknown[]): string {
  return items.length === 0 ? "" : `"${name}":${toJsonText(items)}`;
}

function encodeHead({ after, rows }: Change, owner: Owner | undefined) {
  return {
    ...(owner && {
      userId: owner.userId,
      name: owner.name,
      kind: owner.kind,
      createdAt: isoTime(owner.createdAtMs),
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
    consumed: after.consumed,
    liquidations: after.liquidations,
    prop: after.prop,
    deferred: after.deferred.length > 0 ? after.deferred : null,
    headHash: rows.at(-1)?.hash,
  };
}

function encodeEquity(change: Change) {
  const snapshot = takeEquitySnapshot(change, change.context);
  if (snapshot === null) return [];
  const { atMs, ...figures } = snapshot;
  return [{ ...figures, at: isoTime(atMs) }];
}

/** What the sweep must know of a challenge, if it changed. */
function encodeWatch({ before, after }: Change): string {
  const { prop, lock, balance } = after;
  if (prop === null || lock !== null || (prop === before.prop && balance === before.balance)) return "";
  const { below, above } = findWatchLevels(prop);
  const watch = {
    balance: toNumber(balance),
    below: toNumber(below),
    above: above && toNumber(above),
    resetAt: isoTime(prop.day.endMs),
  };
  return `"watch":${JSON.stringify(watch)}`;
}

/** The payload goes in as it is, so that the stored text is the one that was hashed. */
function encodeEvent({ seq, type, payload, atMs, hash }: EventRow): string {
  const head = JSON.stringify({ seq, type, at: isoTime(atMs), hash });
  return `${head.slice(0, -1)},"payload":${payload}}`;
}

function encodeOpenOrder(order: Order) {
  const { id, trigger, trail, met, acceptedAtMs, deadlineMs, ...rest } = order;
  return {
    ...rest,
    clientOrderId: id,
    triggerPrice: trigger?.price ?? null,
    triggerBy: trigger?.by ?? null,
    trailDistance: trail?.distance ?? null,
    trailActivation: trail?.activation ?? null,
    trailExtreme: trail?.extreme ?? null,
    metAt: met && isoTime(met.timeMs),
    metSeq: met?.seq ?? null,
    acceptedAt: isoTime(acceptedAtMs),
    deadlineAt: deadlineMs === null ? null : isoTime(deadlineMs),
  };
}

function encodeEndedOrder({ endedAtMs, reason, ...order }: EndedOrder) {
  return { ...encodeOpenOrder(order), endedAt: isoTime(endedAtMs), reason };
}

function encodePosition({ after, context }: Change, position: Position) {
  const { fundedMs, changedAtMs, ...rest } = position;
  const instrument = context.instruments.get(position.symbol);
  return {
    ...rest,
    liquidationPrice: instrument ? context.rules.liquidationPrice(after, position, instrument) : null,
    fundedAt: fundedMs === 0 ? null : isoTime(fundedMs),
    openedAt: isoTime(position.trade.openedAtMs),
    changedAt: isoTime(changedAtMs),
  };
}

/** What the index of armed symbols must be told: of each symbol where something that waits for a price changed. */
function findArmedChange({ before, after, context }: Change) {
  const touched = new Set(
    [
      ...listNew(before.orders, after.orders).filter(isResting),
      ...listNew(after.orders, before.orders).filter(isResting),
      ...listNew(before.positions, after.positions),
      ...listNew(after.positions, before.positions),
      // The floors of a challenge move with what it remembers and with its balance, and with them the prices of all.
      ...(after.prop === before.prop && after.balance === before.balance ? [] : listJudged(after)),
    ].map((item) => item.symbol),
  );
  const armed: object[] = [];
  const disarmed: string[] = [];
  for (const symbol of touched) {
    const { highestOnFall, lowestOnRise, always } = findArmed(after, symbol, context);
    if (always) armed.push({ symbol, highestOnFall: null, lowestOnRise: null, always });
    else if (highestOnFall !== null || lowestOnRise !== null)
      armed.push({ symbol, highestOnFall, lowestOnRise, always });
    else disarmed.push(symbol);
  }
  return { armed, disarmed };
}

function listJudged({ prop, positions }: PortfolioState) {
  return prop === null ? [] : positions;
}

function listNew<T>(before: readonly T[], after: readonly T[]): T[] {
  const known = new Set(before);
  return after.filter((item) => !known.has(item));
}

function isResting(order: Order): boolean {
  return order.status !== "QUEUED";
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
