import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLazyLoader } from "@/lib/client/lazy-loader";

let goOnline = () => {};
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", {
    addEventListener: (_: string, listener: () => void) => {
      goOnline = listener;
    },
    removeEventListener: () => {
      goOnline = () => {};
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Fails `failures` times, then loads. */
function createSource(failures: number) {
  let left = failures;
  return vi.fn(() => {
    left -= 1;
    return left < 0 ? Promise.resolve("loaded") : Promise.reject(new Error("no connection"));
  });
}

const settle = () => vi.advanceTimersByTimeAsync(0);

describe("createLazyLoader", () => {
  it("loads once for all who want it", async () => {
    const load = createSource(0);
    const loader = createLazyLoader(load);
    loader.want();
    loader.want();
    await settle();
    loader.want();
    expect(loader.read()).toEqual({ value: "loaded", hasFailed: false });
    expect(load).toHaveBeenCalledTimes(1);
  });

  it("says that it failed, and tries again after a pause that grows", async () => {
    const load = createSource(2);
    const loader = createLazyLoader(load);
    loader.want();
    await settle();
    expect(loader.read()).toEqual({ value: null, hasFailed: true });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(load).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(3_999);
    expect(load).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(loader.read().value).toBe("loaded");
  });

  it("tries again by a press and when the browser is online, and no more when nobody wants it", async () => {
    const load = createSource(9);
    const loader = createLazyLoader(load);
    const leave = loader.want();
    await settle();
    loader.retry();
    await settle();
    goOnline();
    await settle();
    expect(load).toHaveBeenCalledTimes(3);
    leave?.();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(load).toHaveBeenCalledTimes(3);
  });
});
