import { expect, it } from "vitest";
import type { Command } from "@/lib/core/engine/commands";
import type { Context, Market } from "@/lib/core/engine/context";
import { decide } from "@/lib/core/engine/decide";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { POSITION_SIDES, type Position, type PositionSide } from "@/lib/core/engine/positions/position";
import { tradedSide } from "@/lib/core/engine/state/hedge";
import {
  EMPTY_STATE,
  findPosition,
  type MarginMode,
  type PortfolioState,
} from "@/lib/core/engine/state/state";
import { dec, money, mustDecide, price, qty } from "@/tests/support/engine-fixtures";
import { RandomTrading } from "@/tests/support/random-trading";
import { seededRandom } from "@/tests/support/seeded-random";
import { simulationSize } from "@/tests/support/simulation-size";

const SEEDS = simulationSize({ quick: 40, full: 400, long: 4_000 });
const COMMANDS = 150;
const SYMBOL = "BTCUSDT";
/** More than any order of the test: what one side takes leaves enough for the other one. */
const DEEP = qty(100_000_000);
/** Opening balance of each side: margin binds none of them. */
const OPENING = 1_000_000_000;

/**
 * The reference of hedge mode is the one-way engine: with enough margin and depth, both sides of a hedged symbol must be
 * traded exactly like two one-way portfolios, one with the orders of each side.
 */
type World = { hedged: PortfolioState; long: PortfolioState; short: PortfolioState };

function open(opening: number, marginMode: MarginMode, context: Context): PortfolioState {
  const command: Command = {
    type: "open-portfolio",
    id: "p",
    kind: "perpetual",
    marginMode,
    opening: money(opening),
    leverage: dec(50),
  };
  return mustDecide(EMPTY_STATE, command, context).state;
}

/** The context with books that no order empties. */
function deepen(context: ReturnType<RandomTrading["context"]>): Context {
  const markets = [...context.markets].map(([symbol, market]): [string, Market] => {
    const tick = price("0.1");
    const level = (at: bigint) => [{ price: at as typeof tick, qty: DEEP }];
    const book = { bids: level(market.last - tick), asks: level(market.last + tick) };
    return [symbol, { ...market, book, bookMs: context.nowMs + 1 }];
  });
  return { ...context, markets: new Map(markets) };
}

/** Commands about the whole symbol, which each portfolio gets as they are. */
function isShared(command: Command): boolean {
  if ("side" in command && command.side !== undefined) return false;
  return ["price-moved", "settle-funding", "set-leverage", "cancel-all", "expire"].includes(command.type);
}

/** What the side's portfolio is asked to do, or null for commands that the test leaves out. */
function adapt(command: Command, side: PositionSide): Command | null {
  switch (command.type) {
    case "price-moved": {
      const { path } = command;
      if (path.kind === "candle") return command;
      const points = path.points.map((point) => ({ ...point, qty: point.qty && DEEP }));
      return { ...command, path: { kind: "points", points } };
    }
    case "submit": {
      const reduceOnly = tradedSide({ side: command.order.side, reduceOnly: false }) !== side;
      // An order expires where a path is walked, which is not the case where nothing waits for its prices.
      return { ...command, order: { ...command.order, reduceOnly, expiresAtMs: undefined } };
    }
    case "settle-funding":
    case "execute":
    case "cancel":
    case "amend":
    case "expire":
    case "close-position":
    case "set-position-stops":
      return command;
    case "set-leverage":
      return { type: "set-leverage", symbol: SYMBOL, leverage: command.leverage };
    case "cancel-all":
      return { type: "cancel-all", symbol: SYMBOL };
    default:
      return null;
  }
}

/** In isolated margin every other leverage is that of one side. */
function nameSide(
  command: Command,
  { side, marginMode }: { side: PositionSide; marginMode: MarginMode },
): Command {
  if (command.type === "set-leverage") {
    const isOfOneSide = marginMode === "isolated" && command.leverage % dec(2) === 0n;
    return isOfOneSide ? { ...command, side } : command;
  }
  const names = command.type === "close-position" || command.type === "set-position-stops";
  return names ? { ...command, side } : command;
}

/** Decides a command in both worlds; one that a single portfolio rejects is expected to be rejected in hedge mode. */
function step(
  world: World,
  command: Command,
  at: { side: PositionSide; context: Context },
): PortfolioEvent[] {
  const { side, context } = at;
  const named = nameSide(command, { side, marginMode: world.hedged.marginMode });
  const hedged = decide(world.hedged, named, context);
  const sides = isShared(named) ? POSITION_SIDES : [side];
  const alone = sides.map((one) => ({ one, decision: decide(world[one], command, context) }));
  // Both sides of a symbol share its conditional orders' limit.
  if (!hedged.ok && hedged.reason === "too_many_open_orders") return [];
  const reasons = alone.flatMap(({ decision }) => (decision.ok ? [] : [decision.reason]));
  if (reasons.length > 0) expect(reasons).toContain(hedged.ok ? null : hedged.reason);
  else expect(hedged).toMatchObject({ ok: true });
  if (!hedged.ok) return [];
  world.hedged = hedged.state;
  for (const { one, decision } of alone) world[one] = decision.state;
  return [...hedged.events];
}

function describePosition(position: Position | null) {
  if (position === null) return null;
  const { qty, cost, entryPrice, leverage, extraMargin, stopLoss, takeProfit, roundTrip } = position;
  const { realised, fees, funding, entryQty, exitQty, risk } = roundTrip;
  const stops = [stopLoss?.price, stopLoss?.by, takeProfit?.price, takeProfit?.by];
  return [
    qty,
    cost,
    entryPrice,
    leverage,
    extraMargin,
    stops,
    realised,
    fees,
    funding,
    entryQty,
    exitQty,
    risk,
  ];
}

const describeOrders = (orders: PortfolioState["orders"]) =>
  orders
    .filter(({ purpose }) => purpose === "manual" || purpose === "close")
    .map(({ id, filled, filledValue, fees, status, trail }) =>
      [id, filled, filledValue, fees, status, trail?.extreme].join(),
    )
    .sort();

function expectSame({ hedged, long, short }: World, context: Context): void {
  for (const side of POSITION_SIDES) {
    const alone = side === "long" ? long : short;
    expect(describePosition(findPosition(hedged, SYMBOL, side))).toEqual(
      describePosition(findPosition(alone, SYMBOL)),
    );
  }
  expect(describeOrders(hedged.orders)).toEqual(describeOrders([...long.orders, ...short.orders]));
  expect(hedged.balance).toBe(long.balance + short.balance);
  for (const part of ["realised", "fees", "funding"] as const)
    expect(hedged.ledger[part]).toBe(long.ledger[part] + short.ledger[part]);
  expect(hedged.liquidations).toBe(long.liquidations + short.liquidations);
  const { freeMargin, orderMargin } = context.rules;
  expect(freeMargin(hedged, context)).toBe(freeMargin(long, context) + freeMargin(short, context));
  expect(orderMargin(hedged, context)).toBe(orderMargin(long, context) + orderMargin(short, context));
}

function play(seed: number, seen: Set<string>): void {
  const random = seededRandom(seed);
  const trading = new RandomTrading(random, { touch: seed % 2 === 0 });
  const marginMode = seed % 3 === 0 ? "cross" : "isolated";
  const first = deepen(trading.context());
  const hedge: Command = { type: "set-position-mode", symbol: SYMBOL, isHedged: true };
  const world: World = {
    hedged: mustDecide(open(2 * OPENING, marginMode, first), hedge, first).state,
    long: open(OPENING, marginMode, first),
    short: open(OPENING, marginMode, first),
  };
  for (let count = 0; count < COMMANDS; count += 1) {
    trading.tick();
    const side = random.pick(POSITION_SIDES);
    const command = adapt(aim(trading.command(world[side]), side), side);
    if (command === null) continue;
    const context = deepen(trading.context());
    for (const event of step(world, command, { side, context }))
      seen.add("side" in event ? `${event.type} ${event.side}` : event.type);
    expectSame(world, context);
  }
}

/** The same command in the hedged symbol; an id that is of no order is one of this side. */
function aim(command: Command, side: PositionSide): Command {
  const name = (id: string) => (id === "none" ? `none-${side}` : id);
  if (command.type === "submit") {
    return { ...command, order: { ...command.order, orderId: name(command.order.orderId), symbol: SYMBOL } };
  }
  return {
    ...command,
    ...("symbol" in command && { symbol: SYMBOL }),
    ...("orderId" in command && { orderId: name(command.orderId) }),
  } as Command;
}

it(`trades both sides of ${SEEDS} hedged portfolios like one-way portfolios`, { timeout: 600_000 }, () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    try {
      play(seed, seen);
    } catch (error) {
      throw new Error(`Seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
  expect(seen).toContain("round-trip-closed");
  for (const type of ["position-liquidated", "funding-settled", "position-stops-set", "leverage-set"]) {
    for (const side of POSITION_SIDES) expect(seen).toContain(`${type} ${side}`);
  }
});
