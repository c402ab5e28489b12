import { expect, test, vi } from "vitest";
import { InstrumentStore } from "@/lib/client/orders/instrument/instrument-store";
import type { InstrumentDto } from "@/lib/schemas/market/market";

const instrument = (symbol: string) => ({ symbol, priceScale: 4 }) as InstrumentDto;

function setUp(offered: readonly string[]) {
  const urls: string[] = [];
  const state = { isUnavailable: false };
  const store = new InstrumentStore(async (url) => {
    urls.push(url);
    if (state.isUnavailable) throw new Error("away");
    const symbols = new URL(url, "http://app").searchParams.get("symbols")?.split(",") ?? [];
    return { instruments: symbols.filter((symbol) => offered.includes(symbol)).map(instrument) };
  });
  return { store, urls, state };
}

test("what is asked for in one moment travels in one request, and what is known in none", async () => {
  const { store, urls } = setUp(["A", "B", "C"]);
  const heard = vi.fn();
  store.subscribe(heard);
  store.add([instrument("C")]);
  store.request(["A"]);
  store.request(["B", "C"]);
  await vi.waitFor(() => expect(store.read("B")).not.toBeNull(), 60_000);
  expect(urls).toEqual(["/api/instruments?symbols=A,B"]);
  expect(heard).toHaveBeenCalledTimes(2);
});

test("what is not offered is asked for once, and after a failure again", async () => {
  const { store, urls, state } = setUp([]);
  state.isUnavailable = true;
  store.request(["A"]);
  await vi.waitFor(() => expect(urls).toHaveLength(1), 60_000);
  await Promise.resolve();
  state.isUnavailable = false;
  await vi.waitFor(() => {
    store.request(["A"]);
    expect(urls).toHaveLength(2);
  }, 60_000);
  await Promise.resolve();
  store.request(["A"]);
  await Promise.resolve();
  expect(urls).toHaveLength(2);
  expect(await store.load("A")).toBeNull();
});

test("more than a request may name is asked for in several", async () => {
  const symbols = Array.from({ length: 120 }, (_, at) => `S${at}`);
  const { store, urls } = setUp(symbols);
  store.request(symbols);
  await vi.waitFor(() => expect(store.read("S119")).not.toBeNull(), 60_000);
  expect(urls.map((url) => url.split(",").length)).toEqual([50, 50, 20]);
});
