import { INTERVAL_MS } from "@/lib/core/candle-interval";
import {
  type Decimal,
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
import { decideBatch, type Request } from "@/lib/db/portfolio/decide-batch";
import { loadPortfolio, savePortfolio } from "@/lib/db/portfolio/portfolio-repository";
import { getEnv } from "@/lib/infra/env/env";
import { listTradingInstruments } from "@/lib/market/reference/list-trading-instruments";
import { fetchCandles } from "@/lib/market/venue/venue-rest";
import { AppError } from "@/lib/schemas/api-error";
import type { CandleDto } from "@/lib/schemas/market/market";

const HOUR_MS = INTERVAL_MS["60"];
const HISTORY_HOURS = 21 * 24;
/** How far back the history of the demo's trader goes. */
export const HISTORY_MS = (HISTORY_HOURS + 2) * HOUR_MS;

const SYMBOLS = ["BTCUSDT", "ETHUSDT", "SOLUSDT"];
const VALUE = parseMoney("2500");
const LAST_HOURS = 4;
/** Each waits for five seconds. */
const SIMULATED_ATTEMPTS = 60;

/** When a person trades, in hours of the history, and how: `character` varies the choice of trades. */
export type Life = {
  /** The hour in which each trade is opened, ascending. */
  startHours: readonly number[];
  /** All trades are closed before this hour. */
  untilHour: number;
  character: number;
  leavesOpen: boolean;
};
/** The demo's trader: thirty trades, evenly spread. */
export const THREE_WEEKS: Life = {
  startHours: Array.from({ length: 30 }, (_, index) => 4 + index * 15),
  untilHour: HISTORY_HOURS - LAST_HOURS - 20,
  character: 0,
  leavesOpen: true,
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
  };
}

type Candles = ReadonlyMap<string, CandleDto[]>;

/** A history in the making: the requests so far, and the state that they lead to. */
type World = {
  instruments: ReadonlyMap<string, Instrument>;
  candles: Candles;
  state: PortfolioState;
  requests: Request[];
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
 * Three weeks of trading on the venue's own hourly candles, with some positions and orders open at the end. It
 * is written at once or not at all, so that an interrupted start leaves nothing half done; an existing history
 * is unchanged. Without the venue there is no history: the next start writes it.
 */
export async function seedTrading(portfolioId: string, life: Life): Promise<void> {
  const stored = await loadPortfolio(portfolioId);
  if (stored === null || stored.state.seq > 1) return;
  const candles = await fetchHistory();
  if (candles === null) {
    console.log("  The venue can't be reached: the demo's trader begins without a history.");
    return;
  }
  const world = { instruments: await listTradingInstruments(), candles, state: stored.state, requests: [] };
  for (const index of life.startHours.keys()) trade(world, planTrade(index, life));
  if (life.leavesOpen) leaveOpen(world);
  const { outcomes, change } = await decideBatch(stored, world.requests);
  const failed = outcomes.find(({ kind }) => kind !== "done");
  if (failed) throw new Error(`The demo's history was not accepted: ${failed.kind}.`);
  if (change && !(await savePortfolio(change))) throw new Error(`Another process wrote to ${portfolioId}.`);
}

/** Null when the venue can't be reached. A simulated one runs on this machine, and responds once it has time. */
async function fetchHistory(): Promise<Candles | null> {
  const attempts = getEnv().MARKET_KIND === "simulated" ? SIMULATED_ATTEMPTS : 1;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      const candles = new Map<string, CandleDto[]>();
      for (const symbol of SYMBOLS) {
        const page = await fetchCandles({ symbol, interval: "60", limit: HISTORY_HOURS });
        candles.set(symbol, page.candles);
      }
      return candles;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  return null;
}

/** A trade of a patient but not always right person, at a fixed risk. */
function planTrade(index: number, { startHours, untilHour, character }: Life): Trade {
  const turn = index + character;
  const symbol = SYMBOLS[(turn * 7) % SYMBOLS.length] ?? "BTCUSDT";
  const [from = 0, next = untilHour] = startHours.slice(index);
  return {
    id: `seed-trade-${index + 1}`,
    symbol,
    side: (turn * 5) % 3 === 0 ? "sell" : "buy",
    stop: 0.012 + (turn % 3) * 0.004,
    target: 0.016 + (turn % 4) * 0.009,
    from,
    hours: 3 + ((turn * 11) % Math.max(1, next - from - 3)),
  };
}

function trade(world: World, plan: Trade): void {
  const candles = world.candles.get(plan.symbol) ?? [];
  const first = candles[plan.from];
  if (first === undefined) return;
  enter(world, plan, first);
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
  const qty = roundDownToStep(qtyOf(VALUE, price), instrument.qtyStep);
  const attached = { stopLoss: at(-plan.stop), takeProfit: at(plan.target) };
  run(world, { type: "submit", order: { orderId, symbol, side, kind: "market", qty, attached } }, candle, 0);
  run(world, { type: "execute", orderId }, candle, 300);
}

/** Two positions, two resting orders and a trailing stop, as of the newest candle. */
function leaveOpen(world: World): void {
  const [btc, eth, sol] = SYMBOLS.map((symbol) => (world.candles.get(symbol) ?? []).at(-LAST_HOURS));
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
  const qty = roundDownToStep(qtyOf(VALUE, price), instrument.qtyStep);
  run(world, { type: "submit", order: { ...rest, kind: "limit", price, qty } }, candle, 1_000);
}

/** Adds a command as of a moment of an hour. @throws Error when it is rejected: the plan was wrong */
function run(world: World, command: Command, candle: CandleDto, afterMs: number): PortfolioState {
  const context = contextAt(world, candle.startMs + afterMs);
  const decision = decide(world.state, command, context);
  if (!decision.ok) throw new Error(`The demo's history was rejected: ${decision.reason}.`);
  world.requests.push({ commands: [command], buildContext: () => context, ownerId: undefined });
  world.state = decision.state;
  return decision.state;
}

function contextAt(world: World, nowMs: number): Context {
  const markets = new Map<string, Market>();
  for (const [symbol, candles] of world.candles) {
    const candle = candles.find(({ startMs }) => nowMs >= startMs && nowMs < startMs + HOUR_MS);
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
