import { beforeEach, expect, test, vi } from "vitest";
import { TickStore } from "@/lib/client/market/tick-store";
import { FakeBrowser } from "@/tests/support/fake-tabs";

beforeEach(() => {
  vi.useFakeTimers();
});

test("keeps a symbol for its other subscribers when one unsubscribes twice", async () => {
  const queries: URLSearchParams[] = [];
  const open = (url: string) => {
    queries.push(new URL(url, "http://localhost").searchParams);
    return () => {};
  };
  const store = new TickStore(open, new FakeBrowser().toolsOf("tab"));
  store.stream.join();
  const stopRow = store.subscribe("row", "ETHUSDT", () => {});
  const stopTick = store.subscribe("tick", "ETHUSDT", () => {});
  await vi.advanceTimersByTimeAsync(1_000);
  expect(queries.at(-1)?.get("symbols")).toBe("ETHUSDT");

  stopTick();
  stopTick();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(queries.at(-1)?.get("rows")).toBe("ETHUSDT");
  stopRow();
});
