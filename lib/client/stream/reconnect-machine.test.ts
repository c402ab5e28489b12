import { describe, expect, test } from "vitest";
import {
  dueAt,
  IDLE,
  type ReconnectEffect,
  type ReconnectInput,
  type ReconnectState,
  readPhase,
  step,
} from "@/lib/client/stream/reconnect-machine";

const PROBLEM = { code: "offline", message: "The server cannot be reached." };

/**
 * A machine with a clock that the test sets; `random` is at its maximum, so that pauses are at their upper
 * limit.
 */
function start(random = 1) {
  let state: ReconnectState = IDLE;
  let nowMs = 0;
  const effects: ReconnectEffect[] = [];
  const put = (input: ReconnectInput) => {
    const next = step(state, input, { nowMs, random: () => random });
    state = next.state;
    effects.push(...next.effects);
    return next.effects;
  };
  return {
    put,
    effects,
    read: () => state,
    phase: () => readPhase(state),
    due: () => dueAt(state),
    wait: (ms: number) => {
      nowMs += ms;
    },
    /** Advances the time to the machine's next due instant. */
    runDue: () => {
      const at = dueAt(state);
      if (at === null) throw new Error("The machine waits for nothing.");
      const passed = at - nowMs;
      nowMs = at;
      put({ type: "due" });
      return passed;
    },
  };
}

function open(random?: number) {
  const machine = start(random);
  machine.put({ type: "target", target: "/a" });
  machine.put({ type: "heard", id: 1 });
  return machine;
}

describe("a change of the target", () => {
  test("keeps the old connection until the new one speaks", () => {
    const machine = open();
    expect(machine.put({ type: "target", target: "/b" })).toEqual([{ type: "open", id: 2, target: "/b" }]);
    expect(machine.phase()).toBe("open");
    expect(machine.put({ type: "heard", id: 1 })).toEqual([]);
    expect(machine.put({ type: "heard", id: 2 })).toEqual([{ type: "close", id: 1 }]);
    expect(machine.read().current?.id).toBe(2);
  });

  test("gives up a replacement that has not spoken", () => {
    const machine = open();
    machine.put({ type: "target", target: "/b" });
    expect(machine.put({ type: "target", target: "/c" })).toEqual([
      { type: "close", id: 2 },
      { type: "open", id: 3, target: "/c" },
    ]);
    expect(machine.put({ type: "heard", id: 2 })).toEqual([]);
    expect(machine.read().current?.id).toBe(1);
  });

  test("to the same address does nothing, to none closes everything and waits for nothing", () => {
    const machine = open();
    expect(machine.put({ type: "target", target: "/a" })).toEqual([]);
    machine.put({ type: "target", target: "/b" });
    expect(machine.put({ type: "target", target: null })).toEqual([
      { type: "close", id: 1 },
      { type: "close", id: 2 },
    ]);
    expect([machine.phase(), machine.due()]).toEqual(["idle", null]);
  });

  test("is tried at once after a rejection", () => {
    const machine = start();
    machine.put({ type: "target", target: "/a" });
    machine.put({ type: "rejected", id: 1, status: 404, problem: PROBLEM, retryAfterMs: null });
    expect(machine.put({ type: "target", target: "/b" })).toEqual([{ type: "open", id: 2, target: "/b" }]);
    expect(machine.read().problem).toBeNull();
  });
});

describe("a connection that fails", () => {
  test("is tried again after pauses that double up to half a minute", () => {
    const machine = open();
    machine.put({ type: "failed", id: 1, problem: PROBLEM });
    expect(machine.phase()).toBe("waiting");
    const pauses = Array.from({ length: 9 }, (_, index) => {
      const pause = machine.runDue();
      machine.put({ type: "failed", id: index + 2, problem: PROBLEM });
      return pause;
    });
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(machine.read().problem).toEqual(PROBLEM);
  });

  test("takes at most half of the pause off at random", () => {
    const machine = open(0);
    machine.put({ type: "failed", id: 1, problem: PROBLEM });
    expect(machine.runDue()).toBe(250);
  });

  test("counts from the start again once a connection has lasted", () => {
    const machine = open();
    machine.put({ type: "failed", id: 1, problem: PROBLEM });
    machine.runDue();
    machine.put({ type: "failed", id: 2, problem: PROBLEM });
    machine.runDue();
    machine.put({ type: "heard", id: 3 });
    machine.wait(10_000);
    machine.put({ type: "heard", id: 3 });
    machine.put({ type: "failed", id: 3, problem: PROBLEM });
    expect(machine.runDue()).toBe(500);
  });

  test("leaves its replacement alone", () => {
    const machine = open();
    machine.put({ type: "target", target: "/b" });
    expect(machine.put({ type: "failed", id: 1, problem: PROBLEM })).toEqual([]);
    expect(machine.phase()).toBe("connecting");
    expect(machine.read().retryAtMs).toBeNull();
  });

  test("as a replacement leaves the old one open and is tried again", () => {
    const machine = open();
    machine.put({ type: "target", target: "/b" });
    machine.put({ type: "failed", id: 2, problem: PROBLEM });
    expect(machine.phase()).toBe("open");
    machine.runDue();
    expect(machine.effects.at(-1)).toEqual({ type: "open", id: 3, target: "/b" });
  });

  test("is ignored when it was closed before", () => {
    const machine = open();
    machine.put({ type: "target", target: null });
    machine.put({ type: "failed", id: 1, problem: PROBLEM });
    machine.put({ type: "ended", id: 1 });
    expect([machine.phase(), machine.due()]).toEqual(["idle", null]);
  });
});

describe("an end on purpose", () => {
  test("is followed by the pause that the server asked for, however often", () => {
    const machine = open();
    machine.put({ type: "retry-hint", id: 1, ms: 2_000 });
    for (const id of [1, 2, 3]) {
      machine.wait(15_000);
      machine.put({ type: "heard", id });
      machine.put({ type: "ended", id });
      expect(machine.read().failures).toBe(0);
      expect(machine.runDue()).toBe(2_000);
      machine.put({ type: "heard", id: id + 1 });
    }
  });

  test("right after the beginning is a failure: a server that ends each stream is not asked for ever faster", () => {
    const machine = open();
    machine.put({ type: "ended", id: 1 });
    machine.runDue();
    machine.put({ type: "heard", id: 2 });
    machine.put({ type: "ended", id: 2 });
    expect(machine.runDue()).toBe(1_000);
  });
});

describe("a rejection", () => {
  test("that is final says why and is asked again after the longest pause", () => {
    const machine = start();
    machine.put({ type: "target", target: "/a" });
    const problem = { code: "unauthorized", message: "Sign in first." };
    machine.put({ type: "rejected", id: 1, status: 401, problem, retryAfterMs: null });
    expect(machine.phase()).toBe("rejected");
    expect(machine.read().problem).toEqual(problem);
    expect(machine.runDue()).toBe(30_000);
  });

  test("that is temporary is asked again no sooner than the server says", () => {
    const machine = start(0);
    machine.put({ type: "target", target: "/a" });
    machine.put({ type: "rejected", id: 1, status: 429, problem: PROBLEM, retryAfterMs: 7_000 });
    expect(machine.phase()).toBe("waiting");
    expect(machine.runDue()).toBe(7_250);
  });
});

describe("silence", () => {
  test("of twenty seconds ends the connection, and the next one is opened at once", () => {
    const machine = open();
    machine.wait(15_000);
    machine.put({ type: "heard", id: 1 });
    expect(machine.runDue()).toBe(20_000);
    expect(machine.effects.slice(-2)).toEqual([
      { type: "close", id: 1 },
      { type: "open", id: 2, target: "/a" },
    ]);
    expect(machine.runDue()).toBe(20_000);
    expect(machine.effects.at(-1)).toEqual({ type: "close", id: 2 });
    expect(machine.runDue()).toBe(1_000);
  });

  test("counts for three seconds only while the device says that it is offline", () => {
    const machine = open();
    machine.put({ type: "offline" });
    expect(machine.runDue()).toBe(3_000);
    expect(machine.effects.at(-1)).toEqual({ type: "open", id: 2, target: "/a" });
  });

  test("is over with the first event, whatever the device says", () => {
    const machine = open();
    machine.put({ type: "offline" });
    machine.put({ type: "heard", id: 1 });
    expect(machine.runDue()).toBe(20_000);
  });
});

describe("waking up", () => {
  test("leaves a healthy connection alone", () => {
    const machine = open();
    machine.wait(19_000);
    expect(machine.put({ type: "wake", hasSlept: false })).toEqual([]);
  });

  test("opens at once when the connection has been silent, as after sleep", () => {
    const machine = open();
    machine.wait(300_000);
    expect(machine.put({ type: "wake", hasSlept: false })).toEqual([
      { type: "close", id: 1 },
      { type: "open", id: 2, target: "/a" },
    ]);
  });

  test("opens at once after sleep, whatever the old connection still says", () => {
    const machine = open();
    machine.wait(300_000);
    machine.put({ type: "heard", id: 1 });
    expect(machine.put({ type: "wake", hasSlept: true })).toEqual([
      { type: "close", id: 1 },
      { type: "open", id: 2, target: "/a" },
    ]);
  });

  test("opens at once in the middle of a pause", () => {
    const machine = start();
    machine.put({ type: "target", target: "/a" });
    for (const id of [1, 2, 3, 4]) {
      machine.put({ type: "failed", id, problem: PROBLEM });
      if (id < 4) machine.runDue();
    }
    expect(machine.put({ type: "wake", hasSlept: false })).toEqual([{ type: "open", id: 5, target: "/a" }]);
    machine.put({ type: "failed", id: 5, problem: PROBLEM });
    expect(machine.runDue()).toBe(500);
  });

  test("does nothing when no stream is wanted", () => {
    expect(start().put({ type: "wake", hasSlept: false })).toEqual([]);
  });
});
