import { INTERVAL_MS } from "@/lib/core/candle-interval";
import {
  type Decimal,
  type Money,
  mul,
  ONE,
  type Price,
  parseDecimal,
  parseMoney,
  parsePrice,
  parseQty,
  qtyOf,
  roundDownToStep,
  roundToTickNearest,
} from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import type { Context, Market } from "@/lib/core/engine/context";
import { decide } from "@/lib/core/engine/decide";
import type { Side } from "@/lib/core/engine/orders/order";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import { findPosition, type PortfolioState } from "@/lib/core/engine/state/state";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { type SecondRange, savePriceRanges } from "@/lib/db/market/price-ranges";
import { decideBatch, type Request } from "@/lib/db/portfolio/decide-batch";
import { loadPortfolio, savePortfolio } from "@/lib/db/portfolio/portfolio-repository";
import { listTradingInstruments } from "@/lib/market/reference/list-trading-instruments";
import { HISTORY_HOURS, SAMPLE_SYMBOLS, type SampleHistory } from "@/lib/sample/load-history";
import type { CandleDto } from "@/lib/schemas/market/market";

const HOUR_MS = INTERVAL_MS["60"];
const MINUTE_MS = 60_000;
const LAST_HOURS = 4;
/** Trades of the demo's trader over half a year. */
const TRADES = 110;
const TRADE_EVERY_HOURS = 39;
const LONGEST_HOURS = 26;

/** When a person trades, in hours of the history, and how: `character` varies the choice of trades. */
export type Life = {
  /** The hour in which each trade is opened, ascending. */
  startHours: readonly number[];
  /** All trades are closed before this hour. */
  untilHour: number;
  character: number;
  leavesOpen: boolean;
  /** Value of each trade in USDT. */
  value: number;
  /** How many of four trades are on the side that the candles will favour, known from the history; absent: by chance. */
  luck?: 0 | 1 | 2 | 3 | 4;
};

/** The demo's trader: half a year of trades, evenly spread. */
export const HALF_YEAR: Life = {
  startHours: Array.from({ length: TRADES }, (_, index) => 4 + index * TRADE_EVERY_HOURS),
  untilHour: HISTORY_HOURS - LAST_HOURS - 20,
  character: 0,
  leavesOpen: true,
  value: 2_500,
};

/** Hours before the end of the history in which a rival opens a trade: enough of them for a rank in every window. */
const RIVAL_HOURS_AGO = [296, 250, 208, 170, 136, 106, 80, 60, 44, 32, 25, 21, 17, 13, 9];

/** The trades of a rival: twelve days, most of them in the last ones, until this morning. */
export function createRivalLife(index: number): Life {
  const lastHour = HISTORY_HOURS - index;
  return {
    startHours: RIVAL_HOURS_AGO.map((hours) => lastHour - hours),
    untilHour: lastHour - LAST_HOURS,
    character: 3 + index * 5,
    leavesOpen: false,
    value: 2_500,
  };
}

/** A history in the making: the requests so far, and the state that they lead to. */
type World = {
  instruments: ReadonlyMap<string, Instrument>;
  candles: SampleHistory;
  value: Money;
  state: PortfolioState;
  requests: Request[];
  /** Marks of the hours in which a position was open, from which its MAE and MFE follow. */
  ranges: SecondRange[];
};
type Trade = {
  id: string;
  symbol: string;
  side: Side;
  stop: number;
  target: number;
  from: number;
  hours: number;
};

/**
 * Trades a history on the venue's own hourly candles, with some positions and orders open at the end. It is written at
 * once or not at all, so that an interrupted start leaves nothing half done; an existing history is unchanged.
 */
export async function seedTrading(
  portfolioId: string,
  life: Life,
  candles: SampleHistory | null,
): Promise<void> {
  const stored = await loadPortfolio(portfolioId);
  const opening = stored?.state.challenge ? 2 : 1;
  if (candles === null || stored === null || stored.state.seq > opening) return;
  const world: World = {
    instruments: await listTradingInstruments(),
    candles,
    value: parseMoney(String(life.value)),
    state: stored.state,
    requests: [],
    ranges: [],
  };
  // A challenge that has ended takes no more trades.
  for (const index of life.startHours.keys()) {
    if (world.state.lock === null) trade(world, planTrade(world, index, life));
  }
  if (life.leavesOpen) leaveOpen(world);
  const { outcomes, change } = await decideBatch(stored, world.requests);
  const failed = outcomes.find(({ kind }) => kind !== "done");
  if (failed) throw new Error(`The sample history was not accepted: ${failed.kind}.`);
  await savePriceRanges(world.ranges);
  if (change && !(await savePortfolio(change))) throw new Error(`Another process wrote to ${portfolioId}.`);
}

/** A trade of a patient but not always right person, at a fixed risk. */
function planTrade(world: World, index: number, life: Life): Trade {
  const { startHours, untilHour, character, luck } = life;
  const turn = index + character;
  const symbol = SAMPLE_SYMBOLS[(turn * 7) % SAMPLE_SYMBOLS.length] ?? "BTCUSDT";
  const [from = 0, next = untilHour] = startHours.slice(index);
  const hours = 3 + ((turn * 11) % Math.max(1, Math.min(next - from - 3, LONGEST_HOURS)));
  const byChance: Side = (turn * 5) % 3 === 0 ? "sell" : "buy";
  const favoured = findFavoured(world, { symbol, from, hours });
  const isLucky = luck !== undefined && turn % 4 < luck;
  return {
    id: `seed-trade-${index + 1}`,
    symbol,
    side: luck === undefined ? byChance : isLucky === (favoured === "buy") ? "buy" : "sell",
    stop: 0.012 + (turn % 3) * 0.004,
    target: 0.016 + (turn % 4) * 0.009,
    from,
    hours,
  };
}

/** The side that gains from the entry to the exit. */
function findFavoured(world: World, { symbol, from, hours }: Pick<Trade, "symbol" | "from" | "hours">): Side {
  const candles = world.candles.get(symbol) ?? [];
  return Number(candles[from + hours]?.open) >= Number(candles[from]?.open) ? "buy" : "sell";
}

function trade(world: World, plan: Trade): void {
  const candles = world.candles.get(plan.symbol) ?? [];
  const first = candles[plan.from];
  if (first === undefined) return;
  enter(world, plan, first);
  if (world.state.lock !== null) return;
  for (const candle of candles.slice(plan.from, plan.from + plan.hours)) {
    const path = {
      kind: "candle",
      candle: readPrices(candle),
      previousClose: null,
      // A path never matches what was accepted after it began, so it begins just after the entry.
      startMs: candle.startMs + 2_000,
    } as const;
    const state = run(world, { type: "price-moved", symbol: plan.symbol, path }, candle, HOUR_MS - 1);
    if (findPosition(state, plan.symbol) === null) return;
    const { high, low } = candle;
    world.ranges.push({ symbol: plan.symbol, startMs: candle.startMs + MINUTE_MS, high, low });
  }
  const last = candles[plan.from + plan.hours];
  if (last === undefined) return;
  const orderId = `${plan.id}-close`;
  run(world, { type: "close-position", symbol: plan.symbol, fraction: ONE, orderId }, last, 0);
  run(world, { type: "execute", orderId }, last, 400);
}

function enter(world: World, plan: Omit<Trade, "from" | "hours">, candle: CandleDto): void {
  const { id: orderId, symbol, side } = plan;
  const instrument = requireInstrument(world, symbol);
  const price = parsePrice(candle.open);
  const direction = side === "buy" ? 1 : -1;
  const at = (share: number) => ({ price: shift(price, direction * share, instrument), by: "last" as const });
  const qty = roundDownToStep(qtyOf(world.value, price), instrument.qtyStep);
  world.ranges.push({ symbol, startMs: candle.startMs, high: candle.open, low: candle.open });
  const attached = { stopLoss: at(-plan.stop), takeProfit: at(plan.target) };
  run(world, { type: "submit", order: { orderId, symbol, side, kind: "market", qty, attached } }, candle, 0);
  run(world, { type: "execute", orderId }, candle, 300);
}

/** Two positions, two resting orders and a trailing stop, as of the newest candle. */
function leaveOpen(world: World): void {
  const [btc, eth, sol] = SAMPLE_SYMBOLS.map((symbol) => (world.candles.get(symbol) ?? []).at(-LAST_HOURS));
  if (!btc || !eth || !sol) return;
  const wide = { stop: 0.06, target: 0.12 };
  enter(world, { id: "seed-open-1", symbol: "BTCUSDT", side: "buy", ...wide }, btc);
  enter(world, { id: "seed-open-2", symbol: "ETHUSDT", side: "sell", ...wide }, eth);
  rest(world, { orderId: "seed-limit-1", symbol: "SOLUSDT", side: "buy", distance: -0.04 }, sol);
  rest(world, { orderId: "seed-limit-2", symbol: "BTCUSDT", side: "buy", distance: -0.05 }, btc);
}

function rest(
  world: World,
  order: { orderId: string; symbol: string; side: Side; distance: number },
  candle: CandleDto,
): void {
  const { distance, ...rest } = order;
  const instrument = requireInstrument(world, order.symbol);
  const price = shift(parsePrice(candle.open), distance, instrument);
  const qty = roundDownToStep(qtyOf(world.value, price), instrument.qtyStep);
  run(world, { type: "submit", order: { ...rest, kind: "limit", price, qty } }, candle, 1_000);
}

/** Adds a command as of a moment of an hour. @throws Error when it is rejected: the plan was wrong */
function run(world: World, command: Command, candle: CandleDto, afterMs: number): PortfolioState {
  const context = contextAt(world, candle.startMs + afterMs);
  const decision = decide(world.state, command, context);
  if (!decision.ok) throw new Error(`The sample history was rejected: ${decision.reason}.`);
  world.requests.push({ commands: [command], buildContext: () => context, ownerId: undefined });
  world.state = decision.state;
  return decision.state;
}

function contextAt(world: World, nowMs: number): Context {
  const markets = new Map<string, Market>();
  for (const [symbol, candles] of world.candles) {
    const candle = candles[Math.floor((nowMs - (candles[0]?.startMs ?? 0)) / HOUR_MS)];
    if (candle)
      markets.set(symbol, marketAt(parsePrice(candle.open), requireInstrument(world, symbol), nowMs));
  }
  return { nowMs, rules: BYBIT, instruments: world.instruments, markets };
}

/** A book of a few levels around a price. */
function marketAt(last: Price, { tickSize }: Instrument, nowMs: number): Market {
  const qty = parseQty("400");
  const level = (ticks: bigint) => ({ price: (last + tickSize * ticks) as Price, qty });
  return {
    last,
    mark: last,
    index: last,
    book: { bids: [level(-1n), level(-2n), level(-4n)], asks: [level(1n), level(2n), level(4n)] },
    tickMs: nowMs,
    tickSeq: 1,
    bookMs: nowMs + 1,
  };
}

function shift(price: Price, share: number, { tickSize }: Instrument): Price {
  const factor = parseDecimal((1 + share).toFixed(6)) as Decimal;
  return roundToTickNearest(mul(price, factor), tickSize);
}

function readPrices({ open, high, low, close }: CandleDto) {
  return { open: parsePrice(open), high: parsePrice(high), low: parsePrice(low), close: parsePrice(close) };
}

function requireInstrument(world: World, symbol: string): Instrument {
  const instrument = world.instruments.get(symbol);
  if (instrument === undefined) throw new Error(`There is no instrument ${symbol}.`);
  return instrument;
}
