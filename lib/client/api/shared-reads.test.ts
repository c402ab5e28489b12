import { afterEach, expect, test, vi } from "vitest";
import { changeShared, readShared, reloadShared, subscribeShared } from "@/lib/client/api/shared-reads";

afterEach(() => {
  vi.useRealTimers();
});

/** A loader whose responses the test gives. */
function createLoader() {
  const calls: { resolve: (value: string) => void; reject: (error: Error) => void }[] = [];
  const load = () => new Promise<string>((resolve, reject) => calls.push({ resolve, reject }));
  return { load, calls };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

test("what several components use is requested once, and not again while it is fresh", async () => {
  const { load, calls } = createLoader();
  const listener = vi.fn();
  const stop = subscribeShared("a", { load, listener });
  subscribeShared("a", { load, listener: () => {} });
  expect(calls).toHaveLength(1);
  calls[0]?.resolve("one");
  await turn();
  expect(readShared("a")).toEqual({ data: "one", error: null, isLoading: false });
  expect(listener).toHaveBeenCalled();
  stop();
  subscribeShared("a", { load, listener: () => {} });
  expect(calls).toHaveLength(1);
});

test("a request during another one is made after it, and the caller waits for both", async () => {
  const { load, calls } = createLoader();
  subscribeShared("b", { load, listener: () => {} });
  let isDone = false;
  const reloaded = reloadShared("b").then(() => {
    isDone = true;
  });
  calls[0]?.resolve("old");
  await turn();
  expect([calls.length, isDone]).toEqual([2, false]);
  calls[1]?.resolve("new");
  await reloaded;
  expect(readShared("b").data).toBe("new");
});

test("a response requested before a change made here does not undo it", async () => {
  const { load, calls } = createLoader();
  subscribeShared("c", { load, listener: () => {} });
  changeShared<string>("c", (known) => `${known ?? "none"} changed`);
  calls[0]?.resolve("old");
  await turn();
  expect(readShared("c")).toEqual({ data: "none changed", error: null, isLoading: false });
});

test("after a failure it is loaded again while anything listens", async () => {
  vi.useFakeTimers();
  const { load, calls } = createLoader();
  const stop = subscribeShared("d", { load, listener: () => {} });
  calls[0]?.reject(new Error("away"));
  await vi.advanceTimersByTimeAsync(0);
  expect(readShared("d").error?.message).toBe("away");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls).toHaveLength(2);
  calls[1]?.reject(new Error("away"));
  await vi.advanceTimersByTimeAsync(0);
  stop();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(calls).toHaveLength(2);
});
