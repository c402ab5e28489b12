import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { callAt } from "@/lib/client/call-at";
import { StreamConnection } from "@/lib/client/stream/stream-connection";

const START_MS = Date.UTC(2026, 0, 1);
/** How far the wall clock is behind the timers' own, ms. */
let behindMs = 0;
beforeEach(() => {
  behindMs = 0;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const startMs = performance.now();
  vi.spyOn(Date, "now").mockImplementation(() => START_MS + performance.now() - startMs - behindMs);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it("calls back once, at the instant, though the timer fires before the clock shows it", () => {
  const calls: number[] = [];
  callAt(START_MS + 100, () => calls.push(Date.now() - START_MS));
  behindMs = 1;
  vi.advanceTimersByTime(100);
  expect(calls).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(calls).toEqual([100]);
});

it("calls back at once for an instant in the past, and never after it was cancelled", () => {
  const callback = vi.fn();
  callAt(START_MS - 1, callback);
  vi.advanceTimersByTime(0);
  expect(callback).toHaveBeenCalledOnce();
  callAt(START_MS + 50, callback)();
  vi.advanceTimersByTime(1_000);
  expect(callback).toHaveBeenCalledOnce();
});

it("lets a lost stream reconnect, though its timer fires early", () => {
  const opened: { onFail: (problem: { code: string; message: null }) => void }[] = [];
  const connection = new StreamConnection({
    open: (_url, handlers) => {
      opened.push(handlers);
      return () => {};
    },
    resolve: (target) => target,
    onEvents: () => {},
    onBytes: () => {},
    onState: () => {},
    onReject: () => {},
  });
  connection.setTarget("/api/stream?symbols=BTCUSDT");
  opened[0]?.onFail({ code: "unreachable", message: null });
  behindMs = 1;
  vi.advanceTimersByTime(10_000);
  expect(opened.length).toBeGreaterThan(1);
  connection.setTarget(null);
});
