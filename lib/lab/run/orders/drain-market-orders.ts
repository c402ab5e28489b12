import { LabError } from "@/lib/lab/lab-error";
import { run, showPrices } from "@/lib/lab/run/orders/broker";
import { reactToFill } from "@/lib/lab/run/react-to-fill";
import type { Simulation } from "@/lib/lab/run/simulation";

/** More market orders than this at one moment are a strategy that answers each fill with another order. */
const MOST = 10_000;

/** Fills the waiting market orders of all routes in order of submission, and those that their fills submit. */
export function drainMarketOrders(simulation: Simulation): void {
  for (let count = 0; ; count += 1) {
    const queued = simulation.draft.state.orders.find((order) => order.status === "QUEUED");
    if (queued === undefined) return;
    if (count === MOST) throw new LabError(`More than ${MOST} market orders at one moment.`);
    showPrices(simulation);
    run(simulation, { type: "execute", orderId: queued.id });
    reactToFill(simulation);
  }
}
