import { describe, expect, it } from "vitest";
import type { OrderRequest } from "@/lib/core/engine/commands";
import {
  type Belief,
  type FeedShape,
  makeJumpTape,
  makeWildTape,
  OracleWorld,
  ticks,
} from "@/tests/engine/oracle-world";
import { dec, qty } from "@/tests/support/engine-fixtures";
import { seededRandom } from "@/tests/support/seeded-random";
import { simulationSize } from "@/tests/support/simulation-size";

/**
 * A trader who reads the venue directly has prices up to two seconds before the platform's feed. Against each
 * shape of feed, with every way to open and every way to back out, this advantage must earn no more than the
 * fees; where books and paths are timed by their arrival the same trader earns, so that the test can fail.
 */

const TRIALS = simulationSize({ quick: 6, full: 30, long: 60 });
/** A wild market needs more of them. */
const WILD_TRIALS = 6 * TRIALS;
/** Between two frames, so that the platform's price is outdated for a moment. */
const JUMP_AT_MS = 6_050;
const SYMBOL = "BTCUSDT";
/** Taker's fees of a way in and out. */
const ROUND_TRIP = 0.001_1;

const FEEDS = {
  healthy: { lagMs: 50, silentFromMs: 0, silentToMs: 0 },
  late: { lagMs: 1_500, silentFromMs: 0, silentToMs: 0 },
  silent: { lagMs: 50, silentFromMs: JUMP_AT_MS - 100, silentToMs: JUMP_AT_MS + 1_500 },
  outage: { lagMs: 50, silentFromMs: JUMP_AT_MS - 100, silentToMs: JUMP_AT_MS + 8_000 },
  /** Late by less than what counts as a gap. */
  slow: { lagMs: 450, silentFromMs: 0, silentToMs: 0 },
} as const satisfies Record<string, FeedShape>;

/** The oracle's actions when the venue jumps in direction `up` before the platform shows it. */
type Move = (world: OracleWorld, up: boolean) => void;

const order = (world: OracleWorld, up: boolean, more: Partial<OrderRequest>): OrderRequest => ({
  orderId: world.newId(),
  symbol: SYMBOL,
  side: up ? "buy" : "sell",
  kind: "market",
  qty: qty(1),
  ...more,
});
const limitAt = (world: OracleWorld, up: boolean) => ticks(world.shownPrice() * (up ? 1.002 : 0.998));
const placing =
  (more: (world: OracleWorld, up: boolean) => Partial<OrderRequest>): Move =>
  (world, up) => {
    world.send({ type: "submit", order: order(world, up, more(world, up)) });
  };

/** Ways into the market. */
const ENTRIES: Record<string, Move> = {
  market: placing(() => ({})),
  "market FOK": placing(() => ({ timeInForce: "FOK" })),
  "limit GTC": placing((world, up) => ({ kind: "limit", price: limitAt(world, up) })),
  "limit IOC": placing((world, up) => ({ kind: "limit", price: limitAt(world, up), timeInForce: "IOC" })),
  "limit FOK": placing((world, up) => ({ kind: "limit", price: limitAt(world, up), timeInForce: "FOK" })),
  "limit post-only": placing((world, up) => ({
    kind: "limit",
    price: limitAt(world, up),
    timeInForce: "post-only",
  })),
  "amended limit": (world, up) => {
    const resting = world.state.orders.find(({ side }) => side === (up ? "buy" : "sell"));
    if (resting) world.send({ type: "amend", orderId: resting.id, price: limitAt(world, up) });
  },
};

/** Ways out of a long position, used when the venue falls. */
const EXITS: Record<string, Move> = {
  close: (world) => {
    world.send({ type: "close-position", symbol: SYMBOL, fraction: dec(1), orderId: world.newId() });
  },
  "close all": (world) => {
    world.send({ type: "close-all", orderIdPrefix: world.newId() });
  },
  reverse: (world) => {
    world.send({ type: "reverse-position", symbol: SYMBOL, orderId: world.newId() });
  },
  "reduce-only limit": placing((world) => ({
    kind: "limit",
    price: limitAt(world, false),
    reduceOnly: true,
  })),
};

function flatten(world: OracleWorld): void {
  world.send({ type: "cancel-all" });
  world.send({ type: "close-all", orderIdPrefix: world.newId() });
  world.runTo(world.nowMs + 3_000);
}

/** The mean gain of one trade of one unit, over jumps up and down alike. */
function playEntry(move: Move, feed: FeedShape, belief: Belief): { mean: number; most: number } {
  return average((seed, sign) => {
    const random = seededRandom(seed);
    const jump = sign * (0.004 + random.next() * 0.008);
    const tape = makeJumpTape(random, { lengthMs: 25_000, atMs: JUMP_AT_MS, jump });
    const world = new OracleWorld(tape, feed, belief);
    world.runTo(1_000);
    for (const up of [true, false]) {
      const far = ticks(10_000 * (up ? 0.985 : 1.015));
      if (move === ENTRIES["amended limit"]) {
        world.send({ type: "submit", order: order(world, up, { kind: "limit", price: far }) });
      }
    }
    world.runTo(JUMP_AT_MS + 50);
    move(world, jump > 0);
    world.runTo(Math.max(world.nowMs + 2_500, feed.silentToMs + 1_500));
    flatten(world);
    return world.gain();
  });
}

function playExit(move: Move, feed: FeedShape, belief: Belief): { mean: number; most: number } {
  return average((seed, sign) => {
    const random = seededRandom(seed);
    const jump = sign * (0.004 + random.next() * 0.008);
    const tape = makeJumpTape(random, { lengthMs: 25_000, atMs: JUMP_AT_MS, jump });
    const world = new OracleWorld(tape, feed, belief);
    world.runTo(1_000);
    placing(() => ({}))(world, true);
    world.runTo(JUMP_AT_MS + 50);
    if (jump < 0) move(world, false);
    world.runTo(Math.max(world.nowMs + 2_500, feed.silentToMs + 1_500));
    flatten(world);
    return world.gain();
  });
}

/** Two stops around the price; whichever the trader would rather not have had is cancelled once it is known. */
function playStraddle(feed: FeedShape, belief: Belief): { mean: number; most: number } {
  return average((seed, sign) => {
    const [fromMs, toMs] = wildTimes(feed);
    const tape = makeWildTape(seededRandom(seed), { lengthMs: 30_000, fromMs, toMs, sign });
    const world = new OracleWorld(tape, feed, belief);
    world.runTo(1_000);
    const triggers = { buy: world.venuePrice() + 40, sell: world.venuePrice() - 40 };
    for (const up of [true, false]) {
      const trigger = { price: ticks(up ? triggers.buy : triggers.sell) };
      world.send({ type: "submit", order: order(world, up, { kind: "stop-market", trigger }) });
    }
    const decideAtMs = toMs;
    world.runTo(decideAtMs);
    const end = world.venuePrice();
    for (const { id, side } of [...world.state.orders]) {
      const isWanted = side === "buy" ? end > triggers.buy : end < triggers.sell;
      if (!isWanted) world.change({ type: "cancel", orderId: id });
    }
    world.runTo(toMs + 3_500);
    flatten(world);
    return world.gain();
  }, WILD_TRIALS);
}

/**
 * A long position whose stop-loss is removed once it is known that the price has reached it and recovered.
 */
function playMovedStop(feed: FeedShape, belief: Belief): { mean: number; most: number } {
  return average((seed, sign) => {
    const [fromMs, toMs] = wildTimes(feed);
    const tape = makeWildTape(seededRandom(seed), { lengthMs: 30_000, fromMs, toMs, sign });
    const world = new OracleWorld(tape, feed, belief);
    world.runTo(1_000);
    const stop = world.venuePrice() - 40;
    const stopLoss = { price: ticks(stop), by: "last" } as const;
    placing(() => ({ attached: { stopLoss } }))(world, true);
    world.runTo(toMs);
    if (world.venuePrice() > stop)
      world.change({ type: "set-position-stops", symbol: SYMBOL, stopLoss: null });
    world.runTo(toMs + 3_500);
    flatten(world);
    return world.gain();
  }, WILD_TRIALS);
}

/** A market order that is cancelled, while it waits for its book, once the venue has fallen since it was sent. */
function playCancelledEntry(feed: FeedShape): { mean: number; most: number } {
  return average((seed, sign) => {
    const times = { lengthMs: 20_000, fromMs: 5_000, toMs: 7_000, sign };
    const world = new OracleWorld(makeWildTape(seededRandom(seed), times), feed, "venue");
    world.runTo(6_000);
    placing(() => ({}))(world, true);
    const [sent] = world.state.orders;
    while (sent && world.state.orders.length > 0 && world.nowMs < 9_000) {
      world.runTo(world.nowMs + 50);
      const isAdverse = world.nowMs >= 6_100 && world.venuePrice() < world.venuePrice(6_100);
      if (isAdverse && world.state.orders.length > 0) world.change({ type: "cancel", orderId: sent.id });
    }
    flatten(world);
    return world.gain();
  }, WILD_TRIALS);
}

/** The venue is volatile while the platform does not show it yet. */
function wildTimes(feed: FeedShape): [fromMs: number, toMs: number] {
  const isSilent = feed.silentToMs > 0;
  return isSilent ? [feed.silentFromMs + 100, feed.silentToMs - 100] : [JUMP_AT_MS, JUMP_AT_MS + feed.lagMs];
}

function average(
  play: (seed: number, sign: 1 | -1) => number,
  trials = TRIALS,
): { mean: number; most: number } {
  const gains: number[] = [];
  for (let seed = 1; seed <= trials; seed += 1) {
    // Each tape and its mirror, so that chance cancels out.
    gains.push((play(seed, 1) + play(seed, -1)) / 2);
  }
  return { mean: gains.reduce((sum, one) => sum + one, 0) / gains.length, most: Math.max(...gains) };
}

describe.each(["healthy", "late", "silent", "outage"] as const)(
  "an oracle beside a feed that is %s",
  (name) => {
    const feed = FEEDS[name];

    it.each(Object.keys(ENTRIES))("earns nothing by %s", (kind) => {
      const { mean, most } = playEntry(ENTRIES[kind] as Move, feed, "venue");
      expect(mean).toBeLessThanOrEqual(0);
      expect(most).toBeLessThan(ROUND_TRIP);
    });

    it.each(Object.keys(EXITS))("saves nothing by %s", (kind) => {
      const { mean, most } = playExit(EXITS[kind] as Move, feed, "venue");
      expect(mean).toBeLessThanOrEqual(0);
      expect(most).toBeLessThan(ROUND_TRIP);
    });
  },
);

it.each([50, 150, 300, 450])(
  "an oracle earns nothing by cancelling a market order %d ms behind the venue",
  (lagMs) => {
    expect(playCancelledEntry({ lagMs, silentFromMs: 0, silentToMs: 0 }).mean).toBeLessThanOrEqual(0);
  },
);

describe.each(["slow", "late", "silent", "outage"] as const)("an oracle beside a feed that is %s", (name) => {
  it("earns nothing by cancelling one of two stops", () => {
    expect(playStraddle(FEEDS[name], "venue").mean).toBeLessThanOrEqual(0);
  });

  it("saves nothing by taking a stop-loss away", () => {
    expect(playMovedStop(FEEDS[name], "venue").mean).toBeLessThanOrEqual(0);
  });
});

describe("the same oracle where books and paths are believed by their arrival", () => {
  const taking = Object.keys(ENTRIES).filter((kind) => kind !== "limit post-only");

  it.each(taking)("earns more than its fees by %s", (kind) => {
    for (const name of ["late", "silent"] as const) {
      expect(playEntry(ENTRIES[kind] as Move, FEEDS[name], "arrival").mean).toBeGreaterThan(ROUND_TRIP);
    }
  });

  it.each(Object.keys(EXITS))("saves more than its fees by %s", (kind) => {
    for (const name of ["late", "silent"] as const) {
      expect(playExit(EXITS[kind] as Move, FEEDS[name], "arrival").mean).toBeGreaterThan(ROUND_TRIP);
    }
  });

  it("earns on a healthy feed, too", () => {
    expect(playEntry(ENTRIES.market as Move, FEEDS.healthy, "arrival").mean).toBeGreaterThan(0);
  });

  it("earns by stepping back from stops", { timeout: 60_000 }, () => {
    for (const name of ["late", "outage"] as const) {
      expect(playStraddle(FEEDS[name], "arrival").mean).toBeGreaterThan(0);
      expect(playMovedStop(FEEDS[name], "arrival").mean).toBeGreaterThan(
        playMovedStop(FEEDS[name], "venue").mean + ROUND_TRIP / 2,
      );
    }
  });
});
