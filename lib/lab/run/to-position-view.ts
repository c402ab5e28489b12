import { findPosition } from "@/lib/core/engine/state/state";
import { currentClose } from "@/lib/lab/candles/candle-store";
import { currentMark } from "@/lib/lab/run/current-mark";
import { profitOf } from "@/lib/lab/run/report/measure-balance";
import type { Route, Simulation } from "@/lib/lab/run/simulation";
import { fromUnits } from "@/lib/lab/run/units";
import type { PositionView } from "@/lib/lab/strategy/strategy-runtime";

/** jesse's fixed maintenance rate of an isolated position. */
const MAINTENANCE = 0.004;

/** The position of a route as its strategy reads it: figures of the moment at which they are read. */
export function toPositionView(simulation: Simulation, route: Route): PositionView {
  const { config } = simulation;
  const find = () => findPosition(simulation.draft.state, route.config.symbol);
  const price = () => currentClose(route.feed.store);
  const entry = () => route.entryPrice;
  return {
    get type() {
      const position = find();
      if (position === null) return "close";
      return position.qty > 0n ? "long" : "short";
    },
    get qty() {
      const position = find();
      return position === null ? 0 : fromUnits(position.qty);
    },
    get previousQty() {
      return route.previousQty;
    },
    get entryPrice() {
      return entry();
    },
    get exitPrice() {
      return route.exitPrice;
    },
    get currentPrice() {
      return price();
    },
    get markPrice() {
      return currentMark(route.feed);
    },
    get openedAt() {
      return find()?.roundTrip.openedAtMs ?? null;
    },
    get closedAt() {
      return route.closedAt;
    },
    get value() {
      return Math.abs(this.qty * price());
    },
    get totalCost() {
      const at = entry();
      return at === null ? Number.NaN : (at * Math.abs(this.qty)) / config.leverage;
    },
    get pnl() {
      return profitOf(simulation, route.feed);
    },
    get pnlPercentage() {
      return this.roi;
    },
    get roi() {
      const profit = this.pnl;
      return profit === 0 ? 0 : (profit / this.totalCost) * 100;
    },
    get isOpen() {
      return find() !== null;
    },
    get isClose() {
      return find() === null;
    },
    get isLong() {
      return (find()?.qty ?? 0n) > 0n;
    },
    get isShort() {
      return (find()?.qty ?? 0n) < 0n;
    },
    get liquidationPrice() {
      const at = entry();
      if (at === null || config.type === "spot" || config.mode === "cross") return Number.NaN;
      const margin = 1 / config.leverage - MAINTENANCE;
      return at * (this.isLong ? 1 - margin : 1 + margin);
    },
    get bankruptcyPrice() {
      const at = entry();
      if (at === null) return Number.NaN;
      return at * (this.isLong ? 1 - 1 / config.leverage : 1 + 1 / config.leverage);
    },
    leverage: config.leverage,
    mode: config.type === "spot" ? "spot" : config.mode,
  };
}
