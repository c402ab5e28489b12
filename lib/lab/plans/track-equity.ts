import type { PortfolioState } from "@/lib/core/engine/state/state";
import { currentMinute } from "@/lib/lab/candles/candle-store";
import type { EquityTrack } from "@/lib/lab/plans/equity-track";
import { measureBalance } from "@/lib/lab/run/report/measure-balance";
import type { Feed, Simulation } from "@/lib/lab/run/simulation";
import { fromUnits } from "@/lib/lab/run/units";
import { toNearestNumber } from "@/lib/lab/to-number";

type TrackedAccount = {
  readonly state: PortfolioState;
  readonly balance: number;
  readonly held: readonly { feed: Feed; qty: number; entry: number }[];
};

/** Figures of the account's state as it was last read: most minutes change nothing of it. */
const ACCOUNTS = new WeakMap<EquityTrack, TrackedAccount>();

export function createTrack(minutes: number, start: number): EquityTrack {
  const column = () => new Float64Array(minutes);
  return {
    start,
    low: column(),
    high: column(),
    close: column(),
    state: new Uint8Array(minutes),
  };
}

/**
 * Records the minute that has just been traded. Its bounds are those of the positions held at its end at their
 * worst and best prices, and of equity before and after: wider than what happened where a position was closed
 * or several are open, never narrower.
 */
export function trackMinute(simulation: Simulation, track: EquityTrack): void {
  const minute = simulation.done;
  const { state } = simulation.draft;
  let account = ACCOUNTS.get(track);
  if (account?.state !== state) {
    account = readAccount(simulation);
    ACCOUNTS.set(track, account);
  }
  const { balance, held } = account;
  const isSpot = simulation.config.type === "spot";
  let close = isSpot ? measureBalance(simulation) : balance;
  let [fall, rise] = [0, 0];
  for (const { feed, qty, entry } of held) {
    const { columns } = feed.store;
    const at = currentMinute(feed.store);
    const end = columns.close[at] as number;
    if (!isSpot) close += (Math.abs(end * qty) - Math.abs(entry * qty)) * (qty < 0 ? -1 : 1);
    const down = qty * ((columns.low[at] as number) - end);
    const up = qty * ((columns.high[at] as number) - end);
    fall += Math.min(down, up);
    rise += Math.max(down, up);
  }
  const before = track.close[minute - 1] ?? track.start;
  track.low[minute] = Math.min(before, close, close + fall);
  track.high[minute] = Math.max(before, close, close + rise);
  track.close[minute] = close;
  track.state[minute] = findState(simulation);
}

function readAccount({ draft, feeds }: Simulation): TrackedAccount {
  const held = draft.state.positions.flatMap(({ symbol, qty, entryPrice }) => {
    const feed = feeds.find((one) => one.symbol === symbol);
    if (feed === undefined) return [];
    const entry = feed.route?.entryPrice ?? toNearestNumber(entryPrice);
    return { feed, qty: fromUnits(qty), entry };
  });
  return { state: draft.state, balance: fromUnits(draft.state.balance), held };
}

function findState({ draft, context }: Simulation): number {
  const { positions } = draft.state;
  if (positions.length === 0) return 0;
  return positions.some(({ roundTrip }) => roundTrip.openedAtMs === context.nowMs) ? 2 : 1;
}
