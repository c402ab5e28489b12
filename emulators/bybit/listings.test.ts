import { describe, expect, it } from "vitest";
import { findStatus, listListings } from "@/emulators/bybit/listings";

const HOUR_MS = 3_600_000;
const NOW_MS = Date.parse("2026-11-28T12:00:00Z");
const all = [...listListings().values()];

describe("the contracts of the simulated venue", () => {
  it("are some 650, ten of them lively, each with filters that fit one another", () => {
    expect(all.length).toBeGreaterThanOrEqual(640);
    expect(all.filter(({ isLively }) => isLively)).toHaveLength(10);
    for (const { instrument, coin } of all) {
      const { symbol, tickSize, priceScale, qtyStep, minOrderQty } = instrument;
      expect(symbol).toMatch(/^[A-Z0-9]{1,26}USDT$/);
      expect(Number(Number(tickSize).toFixed(priceScale))).toBe(Number(tickSize));
      // Fine enough for a price to move, coarse enough for it to be a whole number of ticks.
      expect(coin.price / Number(tickSize)).toBeGreaterThan(500);
      expect(coin.price / Number(tickSize)).toBeLessThan(2 ** 28);
      expect(minOrderQty).toBe(qtyStep);
    }
  });

  it("include names with a multiple, ticks down to 1e-10 and ticks that are no power of ten", () => {
    const ticks = all.map(({ instrument }) => instrument.tickSize);
    expect(ticks).toContain("0.0000000001");
    expect(ticks).toContain("0.25");
    for (const symbol of ["1000PEPEUSDT", "SHIB1000USDT", "1000000BABYDOGEUSDT"]) {
      expect(listListings().has(symbol)).toBe(true);
    }
  });

  it("come and go: at any hour of half a year one of the rotating ones is not traded, and each is once", () => {
    const rotating = all.filter(({ rotation }) => rotation !== undefined);
    const gone = new Set<string>();
    for (let hour = 0; hour < rotating.length * 7 * 24; hour += 1) {
      const nowMs = NOW_MS + hour * HOUR_MS;
      const absent = rotating.filter((one) => findStatus(one, nowMs).status !== "Trading");
      expect(absent).toHaveLength(1);
      for (const { instrument } of absent) gone.add(instrument.symbol);
    }
    expect(gone.size).toBe(rotating.length);
  });

  it("are announced before they are launched, with the date of the launch", () => {
    const [one] = all.filter(({ rotation }) => rotation === 0);
    if (!one) throw new Error("There is no rotating contract.");
    const { launchMs } = findStatus(one, NOW_MS);
    const before = findStatus(one, launchMs - HOUR_MS);
    expect(before).toEqual({ status: "PreLaunch", launchMs });
    expect(findStatus(one, launchMs)).toEqual({ status: "Trading", launchMs });
    expect(findStatus(one, launchMs - 4 * 24 * HOUR_MS).status).toBe("Closed");
  });
});
