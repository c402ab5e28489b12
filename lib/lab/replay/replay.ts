import type { Plan } from "@/lib/core/challenge/plan";
import { fromNumber, type Money, toNumber } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import type { Context, VenueRules } from "@/lib/core/engine/context";
import { decide } from "@/lib/core/engine/decide";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import { calculateEquity } from "@/lib/core/engine/state/equity";
import { EMPTY_STATE, type PortfolioState } from "@/lib/core/engine/state/state";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import type { CandleColumns } from "@/lib/lab/candles/candle-columns";
import type { FundingRate } from "@/lib/lab/candles/candle-file";
import { MINUTE_MS } from "@/lib/lab/candles/timeframe";
import { LabError } from "@/lib/lab/lab-error";
import { buildMarket } from "@/lib/lab/replay/build-market";

/** The venue of the terminal, with given prices instead of a live feed: nothing becomes stale. */
export const REPLAY_RULES: VenueRules = {
  ...BYBIT,
  staleAfterMs: null,
  maxPathLagMs: null,
  executionTimeoutMs: null,
};

/** What a replay is made of. Balance in quote currency; candles before `firstIndex` are shown at the start. */
export type ReplayInput = {
  columns: CandleColumns;
  firstIndex: number;
  /** The mark at each candle's end, zero where it is not known; left out, the price stands for it. */
  marks?: Float64Array;
  /** Funding of the candles' time, in order; left out, there is none. */
  funding?: readonly FundingRate[];
  instrument: Instrument;
  plan: Plan | null;
  balance: number;
  leverage: number;
};

/** What the account was after a minute, so that the replay can go back to it. */
type Snapshot = { state: PortfolioState; events: number; commands: number; equities: number };

/**
 * A replay in progress, changed in place. `revealed` counts the minutes of `columns` that may be seen: the
 * rest is the future. Times are those of the candles; nothing reads a clock or chance.
 */
export type Replay = Readonly<ReplayInput> & {
  revealed: number;
  state: PortfolioState;
  readonly events: PortfolioEvent[];
  /** What the trader did: with the input it gives the same replay again. */
  readonly commands: { atMs: number; command: Command }[];
  /** Equity at the end of each minute, quote currency; the balance before the first one. */
  readonly equities: number[];
  readonly snapshots: Snapshot[];
  /** Whether the trader went back after seeing what came. */
  isRewound: boolean;
  isFinished: boolean;
};

/** Opens the account at the end of the minute before `firstIndex`. @throws LabError without a minute before or after it */
export function createReplay(input: ReplayInput): Replay {
  const { columns, firstIndex, balance, plan } = input;
  if (firstIndex < 1 || firstIndex >= columns.close.length) {
    throw new LabError("A replay needs candles before and after its start.");
  }
  const replay: Replay = {
    ...input,
    revealed: firstIndex,
    state: EMPTY_STATE,
    events: [],
    commands: [],
    equities: [balance],
    snapshots: [],
    isRewound: false,
    isFinished: false,
  };
  const reason = decideInReplay(
    replay,
    {
      type: "open-portfolio",
      id: "replay",
      kind: "perpetual",
      marginMode: "isolated",
      opening: fromNumber(balance) as Money,
      leverage: fromNumber(input.leverage),
      ...(plan === null ? {} : { challenge: { challengeId: "replay", plan, phase: 1 } }),
    },
    contextNow(replay),
  );
  if (reason !== null) throw new LabError(`The replay can't start: ${reason.replaceAll("_", " ")}.`);
  replay.snapshots.push(takeSnapshot(replay));
  return replay;
}

/** The end of the newest revealed minute, ms. */
export function replayTime({ columns, revealed }: Replay): number {
  return columns.startMs + revealed * MINUTE_MS;
}

/** The newest price that is revealed. */
export function replayPrice({ columns, revealed }: Replay): number {
  return columns.close[revealed - 1] as number;
}

/** The mark at the end of a minute; the price where it is not known. */
export function markAt({ marks, columns }: Pick<ReplayInput, "marks" | "columns">, index: number): number {
  return marks?.[index] || (columns.close[index] as number);
}

/** What the account sees between two minutes: the close of the newest one, a tick to each side. */
export function contextNow(replay: Replay): Context {
  const nowMs = replayTime(replay);
  const mark = markAt(replay, replay.revealed - 1);
  return buildContext(replay, { nowMs, price: replayPrice(replay), mark, bookMs: nowMs });
}

/** A context at a price and a mark; without `bookMs` there is no book. */
export function buildContext(
  { instrument }: Replay,
  at: { nowMs: number; price: number; mark: number; bookMs: number | null },
): Context {
  return {
    nowMs: at.nowMs,
    rules: REPLAY_RULES,
    instruments: new Map([[instrument.symbol, instrument]]),
    markets: new Map([[instrument.symbol, buildMarket(instrument, at)]]),
  };
}

/** Decides a command, takes over its events, and returns the reason of a rejection. */
export function decideInReplay(replay: Replay, command: Command, context: Context): RejectReason | null {
  const decision = decide(replay.state, command, context);
  replay.state = decision.state;
  replay.events.push(...decision.events);
  return decision.ok ? null : decision.reason;
}

/** Equity at the newest revealed mark, quote currency. */
export function replayEquity(replay: Replay): number {
  const { positions, balance } = replay.state;
  return toNumber(positions.length === 0 ? balance : calculateEquity(replay.state, contextNow(replay)));
}

export function takeSnapshot({ state, events, commands, equities }: Replay): Snapshot {
  return { state, events: events.length, commands: commands.length, equities: equities.length };
}
