import { type CandleColumns, type CandleRow, extendColumns, indexAt } from "@/lib/lab/candles/candle-columns";
import { MINUTE_MS } from "@/lib/lab/candles/timeframe";
import { LabError } from "@/lib/lab/lab-error";
import { advanceMinute } from "@/lib/lab/run/advance-minute";
import { createSimulation, type RunInput } from "@/lib/lab/run/create-simulation";
import { measureBalance } from "@/lib/lab/run/report/measure-balance";
import type { Simulation } from "@/lib/lab/run/simulation";
import type { SubmittedOrder } from "@/lib/lab/strategy/submitted-order";

/** What a live run shows after a minute. Money in quote currency; orders and trades are those of this minute. */
export type LiveMinute = {
  atMs: number;
  price: number;
  equity: number;
  position: { qty: number; entryPrice: number | null } | null;
  orders: string[];
  changes: OrderChange[];
  trades: { type: "long" | "short"; qty: number; entryPrice: number; exitPrice: number; net: number }[];
};

/** What became of the run's orders in a minute, in the order in which a portfolio that follows them needs it. */
export type OrderChange =
  | ({ type: "submitted" } & Pick<SubmittedOrder, "id" | "side" | "qty" | "price" | "reduceOnly"> & {
        kind: SubmittedOrder["type"];
      })
  | { type: "cancelled"; id: string }
  /** The price and the end of the minute of the run's own fill. */
  | { type: "filled"; id: string; price: number; atMs: number };

const SHOWN_DIGITS = 10;

/** The run's orders that are still open after its newest minute. */
const OPEN = new WeakMap<Simulation, readonly SubmittedOrder[]>();

/**
 * Begins a run at the end of the candles that are known, with capacity for `minutes` more. One route, and no other
 * symbol's candles. @throws LabError
 */
export function startLive(input: Omit<RunInput, "fromMs" | "toMs">, minutes: number): Simulation {
  const [symbol, ...others] = new Set(
    [...input.config.routes, ...input.config.data].map((route) => route.symbol),
  );
  if (symbol === undefined || others.length > 0) throw new LabError("A live run trades one symbol.");
  const known = input.candles.get(symbol);
  if (known === undefined) throw new LabError(`There are no candles of ${symbol}.`);
  const fromMs = known.startMs + known.close.length * MINUTE_MS;
  return createSimulation({
    ...input,
    isLive: true,
    candles: new Map([[symbol, extendColumns(known, minutes)]]),
    fromMs,
    toMs: fromMs + minutes * MINUTE_MS,
  });
}

/**
 * Trades one more minute, which must follow the last one. @throws LabError for another one, and at the end of
 * the room
 */
export function addMinute(simulation: Simulation, row: CandleRow): LiveMinute {
  const [feed] = simulation.feeds;
  if (feed === undefined) throw new Error("A live run has one feed.");
  const { columns } = feed.store;
  const index = indexAt(columns, row.time);
  if (index !== feed.store.revealed) throw new LabError("The minutes of a live run must follow each other.");
  if (simulation.done >= simulation.minutes)
    throw new LabError("This live run has reached its end. Start it again.");
  setMinute(columns, index, row, simulation.done > 0);
  const before = { orders: simulation.submitted.length, trades: simulation.trades.length };
  advanceMinute(simulation);
  const [position] = Object.values(simulation.routes[0]?.strategy.allPositions ?? {});
  return {
    atMs: simulation.context.nowMs,
    price: row.close,
    equity: measureBalance(simulation),
    position: position?.isOpen ? { qty: position.qty, entryPrice: position.entryPrice } : null,
    orders: simulation.submitted.slice(before.orders).map(({ order }) => toLine(order)),
    changes: listChanges(simulation, before.orders),
    trades: simulation.trades.slice(before.trades).map((trade) => ({
      type: trade.type,
      qty: trade.qty,
      entryPrice: trade.entry_price,
      exitPrice: trade.exit_price,
      net: trade.PNL,
    })),
  };
}

/** An order as the page lists it, without the last digits of a float. */
function toLine({ symbol, side, type, qty, price }: SubmittedOrder): string {
  return [symbol, side, type, qty, Number(price.toPrecision(SHOWN_DIGITS))].join(" ");
}

/** Cancels come first: they free the margin and the quantity that new orders need. */
function listChanges(simulation: Simulation, from: number): OrderChange[] {
  const before = OPEN.get(simulation) ?? [];
  const added = simulation.submitted.slice(from).map(({ order }) => order);
  OPEN.set(
    simulation,
    [...before, ...added].filter(({ status }) => status === "ACTIVE"),
  );
  const filled = [...before, ...added].filter(({ status }) => status === "EXECUTED");
  return [
    ...before
      .filter(({ status }) => status === "CANCELED")
      .map(({ id }): OrderChange => ({ type: "cancelled", id })),
    // One that was cancelled in its own minute never was in the market.
    ...added
      .filter(({ status }) => status !== "CANCELED")
      .map(
        ({ id, side, qty, price, reduceOnly, type: kind }): OrderChange => ({
          type: "submitted",
          id,
          side,
          qty: Math.abs(qty),
          price,
          reduceOnly,
          kind,
        }),
      ),
    ...filled.map(
      ({ id, price, executedAt }): OrderChange => ({ type: "filled", id, price, atMs: executedAt ?? 0 }),
    ),
  ];
}

/** Opens at the close before, so that no price is skipped, as in a backtest. */
function setMinute(columns: CandleColumns, index: number, row: CandleRow, isJoined: boolean): void {
  const before = isJoined ? (columns.close[index - 1] as number) : row.open;
  columns.open[index] = before;
  columns.high[index] = Math.max(row.high, before);
  columns.low[index] = Math.min(row.low, before);
  columns.close[index] = row.close;
  columns.volume[index] = row.volume;
}
