import { expect, it } from "vitest";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { OrderPath } from "@/tests/engine/order-path";
import { replayLog } from "@/tests/support/replay-log";
import { type SeededRandom, seededRandom } from "@/tests/support/seeded-random";
import { simulationSize } from "@/tests/support/simulation-size";

const SEEDS = simulationSize({ quick: 40, full: 500, long: 2_000 });
const OPERATIONS = 300;

function play(seed: number): OrderPath {
  const random = seededRandom(seed);
  const path = new OrderPath(random, weatherOf(random));
  for (let operation = 0; operation < OPERATIONS; operation += 1) {
    try {
      path.step();
    } catch (error) {
      throw new Error(`Seed ${seed}, operation ${operation}: ${(error as Error).message}`, { cause: error });
    }
  }
  path.settle();
  return path;
}

function weatherOf(random: SeededRandom) {
  return { loss: random.next() * 0.3, duplicates: random.next() * 0.5, crash: random.next() * 0.2 };
}

it(`fills every order once or ends it, over ${SEEDS} seeds of ${OPERATIONS} operations`, {
  timeout: 600_000,
}, () => {
  let fills = 0;
  let late = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const path = play(seed);
    const where = `seed ${seed}`;
    fills += checkFills(path.log, where);
    late += path.log.filter(
      (event) => event.type === "order-rejected" && event.reason === "execution_timeout",
    ).length;
    expect(
      path.log.map((event) => event.seq),
      where,
    ).toEqual(path.log.map((_, index) => index + 1));
    expect(replayLog(path.log), where).toEqual(path.state);
    expect(
      path.state.orders.filter((order) => order.status === "QUEUED"),
      where,
    ).toEqual([]);
    const accepted = new Set(
      path.log.flatMap((event) => (event.type === "order-accepted" ? [event.order.id] : [])),
    );
    for (const orderId of path.acknowledged)
      if (!accepted.has(orderId)) throw new Error(`${where}: ${orderId} is lost.`);
  }
  expect(fills).toBeGreaterThan(SEEDS);
  expect(late).toBeGreaterThan(0);
});

it("replays a seed byte for byte", () => {
  const text = (seed: number) =>
    JSON.stringify(play(seed).log, (_key, value) => (typeof value === "bigint" ? `${value}n` : value));
  for (let seed = 1; seed <= 3; seed += 1) expect(text(seed)).toBe(text(seed));
});

/** No order is accepted twice, fills more than its quantity, or changes after its end. Returns the fills. */
function checkFills(log: readonly PortfolioEvent[], where: string): number {
  const left = new Map<string, bigint>();
  const ended = new Set<string>();
  let fills = 0;
  for (const event of log) {
    if (event.type === "order-accepted") {
      if (left.has(event.order.id)) throw new Error(`${where}: ${event.order.id} was accepted twice.`);
      left.set(event.order.id, event.order.qty);
      continue;
    }
    if (!("orderId" in event)) continue;
    const { orderId } = event;
    if (ended.has(orderId)) throw new Error(`${where}: ${orderId} changed after its end.`);
    if (event.type === "order-filled") {
      fills += 1;
      const rest = (left.get(orderId) ?? 0n) - event.qty;
      if (rest < 0n) throw new Error(`${where}: ${orderId} filled more than its quantity.`);
      left.set(orderId, rest);
      if (rest === 0n) ended.add(orderId);
    } else if (["order-cancelled", "order-rejected", "order-expired"].includes(event.type))
      ended.add(orderId);
  }
  return fills;
}
