import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDecimal, parseMoney } from "@/lib/core/decimal";
import { formatLimitLock } from "@/lib/core/limits/format-limit-lock";
import {
  beginLimitDay,
  type LimitDay,
  type LimitState,
  LOOSEN_AFTER_MS,
  requestLimits,
  rollLimits,
} from "@/lib/core/limits/limit-state";
import { findNextClosing, listLimitLocks } from "@/lib/core/limits/list-limit-locks";
import { createEmptyLimits, type OwnLimits } from "@/lib/core/limits/own-limits";
import { tightenLimits } from "@/lib/core/limits/tighten-limits";

const ZONE = "Europe/Berlin";
const at = (text: string) => Date.parse(text);
/** Noon in Berlin. */
const NOON = at("2026-05-04T10:00:00Z");
const MIDNIGHT = at("2026-05-04T22:00:00Z");
const HOUR_MS = 3_600_000;
const balance = parseMoney("10000");

const limitsOf = (change: Partial<OwnLimits>, zone = ZONE) => ({ ...createEmptyLimits(zone), ...change });
function stateOf(limits: Partial<OwnLimits>, day: Partial<LimitDay> = {}, nowMs = NOON): LimitState {
  const set = limitsOf(limits);
  return {
    limits: set,
    pending: null,
    lock: null,
    day: { ...beginLimitDay(set.zone, { nowMs, balance }), ...day },
  };
}

describe("what locks, on both sides of the limit and at it", () => {
  const lost = (net: string) => ({ net: parseMoney(net) });
  const share = { dayLossShare: parseDecimal("0.02") };
  it.each<[string, Partial<OwnLimits>, Partial<LimitDay>, number | null]>([
    ["a smaller loss", { dayLoss: parseMoney("200") }, lost("-199.99999999"), null],
    ["the loss itself", { dayLoss: parseMoney("200") }, lost("-200"), MIDNIGHT],
    ["a larger loss", { dayLoss: parseMoney("200") }, lost("-200.00000001"), MIDNIGHT],
    ["a profit", { dayLoss: parseMoney("200") }, lost("200"), null],
    ["a smaller share", share, lost("-199.99"), null],
    ["the share itself", share, lost("-200"), MIDNIGHT],
    ["the share of another balance", share, { ...lost("-200"), balance: parseMoney("10000.01") }, null],
    ["one loss of two", { lossesInRow: 2 }, { lossesInRow: 1 }, null],
    ["two losses of two", { lossesInRow: 2 }, { lossesInRow: 2 }, MIDNIGHT],
    ["two trades of three", { tradesPerDay: 3 }, { trades: 2 }, null],
    ["three trades of three", { tradesPerDay: 3 }, { trades: 3 }, MIDNIGHT],
    ["no loss yet", { pauseMinutes: 30 }, {}, null],
    ["a loss within the pause", { pauseMinutes: 30 }, { lastLossMs: NOON - 1_799_999 }, NOON + 1],
    ["a loss as old as the pause", { pauseMinutes: 30 }, { lastLossMs: NOON - 1_800_000 }, null],
    ["no limit", {}, { ...lost("-9000"), trades: 99, lossesInRow: 99, lastLossMs: NOON }, null],
  ])("%s", (_name, limits, day, untilMs) => {
    expect(listLimitLocks(stateOf(limits, day), NOON).map((lock) => lock.untilMs)).toEqual(
      untilMs === null ? [] : [untilMs],
    );
  });

  it.each<[string, string, string, number | null]>([
    ["within the hours", "09:00", "17:00", null],
    ["when they begin", "12:00", "17:00", null],
    ["before they begin", "12:01", "17:00", NOON + 60_000],
    ["when they end", "09:00", "12:00", at("2026-05-05T07:00:00Z")],
    ["a minute before they end", "09:00", "12:01", null],
    ["within hours past midnight", "11:00", "02:00", null],
    ["outside hours past midnight", "22:00", "02:00", at("2026-05-04T20:00:00Z")],
  ])("%s", (_name, opensAt, closesAt, untilMs) => {
    const state = stateOf({ hours: { opensAt, closesAt } });
    expect(listLimitLocks(state, NOON)[0]?.untilMs ?? null).toBe(untilMs);
  });

  it("the longest lock comes first", () => {
    const state = stateOf({ pauseMinutes: 10, tradesPerDay: 1 }, { trades: 1, lastLossMs: NOON });
    expect(listLimitLocks(state, NOON).map(({ cause }) => cause)).toEqual(["trades", "pause"]);
  });

  it("hours follow the clocks when they change", () => {
    const state = stateOf({ hours: { opensAt: "09:00", closesAt: "17:00" } });
    const evening = at("2026-10-24T18:00:00Z");
    // The clocks go back in the night: nine o'clock is an hour later in UTC.
    expect(listLimitLocks(state, evening)[0]?.untilMs).toBe(at("2026-10-25T08:00:00Z"));
    expect(findNextClosing(state, at("2026-10-25T09:00:00Z"))).toEqual({
      fromMs: at("2026-10-25T16:00:00Z"),
      untilMs: at("2026-10-26T08:00:00Z"),
    });
  });

  it("says what holds and until when", () => {
    const sentence = formatLimitLock({ cause: "streak", untilMs: MIDNIGHT }, ZONE);
    expect(sentence).toBe(
      "Until 2026-05-05 00:00 (Europe/Berlin) only closing orders are accepted, since your limit of losing trades in a row is reached.",
    );
  });
});

describe("the reset of the day", () => {
  const busy = { net: parseMoney("-500"), trades: 4, lossesInRow: 3, lastLossMs: MIDNIGHT - 60_000 };
  const state = stateOf({ lossesInRow: 3, pauseMinutes: 30 }, busy);

  it("comes at midnight of the trader's zone, not before", () => {
    expect(rollLimits(state, { nowMs: MIDNIGHT - 1, balance })).toBe(state);
    const next = rollLimits(state, { nowMs: MIDNIGHT, balance: parseMoney("9500") });
    expect(next?.day).toEqual({
      endMs: MIDNIGHT + 24 * HOUR_MS,
      balance: parseMoney("9500"),
      net: 0n,
      trades: 0,
      lossesInRow: 0,
      lastLossMs: busy.lastLossMs,
    });
  });

  it("ends the lock of the day, but no pause", () => {
    const next = rollLimits(state, { nowMs: MIDNIGHT, balance }) as LimitState;
    expect(listLimitLocks(next, MIDNIGHT)).toEqual([{ cause: "pause", untilMs: MIDNIGHT + 29 * 60_000 }]);
  });

  it("is 25 hours after the last one when the clocks go back", () => {
    const day = beginLimitDay(ZONE, { nowMs: at("2026-10-24T22:00:00Z"), balance });
    expect(day.endMs).toBe(at("2026-10-25T23:00:00Z"));
  });
});

describe("a change of the limits", () => {
  const held = stateOf({ dayLoss: parseMoney("200"), tradesPerDay: 5 });

  it("is immediate where it is tighter", () => {
    const wanted = limitsOf({ dayLoss: parseMoney("100"), tradesPerDay: 5, pauseMinutes: 10 });
    expect(requestLimits(held, wanted, NOON)).toEqual({ limits: wanted, pending: null });
  });

  it("waits for the reset where it is looser, and never less than twelve hours", () => {
    const wanted = limitsOf({ dayLoss: parseMoney("300"), tradesPerDay: 5 });
    const from = (nowMs: number) => requestLimits(held, wanted, nowMs).pending?.fromMs;
    expect(from(NOON + 2 * HOUR_MS)).toBe(MIDNIGHT + 2 * HOUR_MS);
    expect(from(MIDNIGHT - LOOSEN_AFTER_MS)).toBe(MIDNIGHT);
    expect(from(MIDNIGHT - LOOSEN_AFTER_MS - HOUR_MS)).toBe(MIDNIGHT);
    expect(requestLimits(held, wanted, NOON).limits).toEqual(held.limits);
  });

  it("is immediate in part", () => {
    const wanted = limitsOf({ dayLoss: null, tradesPerDay: 3 });
    const { limits, pending } = requestLimits(held, wanted, NOON);
    expect(limits).toEqual(limitsOf({ dayLoss: parseMoney("200"), tradesPerDay: 3 }));
    expect(pending?.limits).toEqual(wanted);
  });

  it("keeps the time of a request that is repeated, and drops one that is withdrawn", () => {
    const wanted = limitsOf({ tradesPerDay: 9, dayLoss: parseMoney("200") });
    const { pending } = requestLimits(held, wanted, NOON);
    const waiting = { ...held, pending };
    expect(requestLimits(waiting, { ...wanted }, NOON + HOUR_MS).pending).toBe(pending);
    expect(requestLimits(waiting, held.limits, NOON + HOUR_MS).pending).toBeNull();
  });

  it("holds from its time on; without any limit nothing is left", () => {
    const fromMs = MIDNIGHT + HOUR_MS;
    const looser = { ...held, pending: { limits: limitsOf({ tradesPerDay: 9 }, "UTC"), fromMs } };
    expect(rollLimits(looser, { nowMs: fromMs - 1, balance })?.limits).toBe(held.limits);
    const after = rollLimits(looser, { nowMs: fromMs, balance });
    expect(after).toMatchObject({ limits: { tradesPerDay: 9, dayLoss: null }, pending: null });
    expect(after?.day.endMs).toBe(at("2026-05-05T00:00:00Z"));
    const removed = { ...held, pending: { limits: limitsOf({}), fromMs } };
    expect(rollLimits(removed, { nowMs: fromMs, balance })).toBeNull();
  });

  it.each<[string, string, string, boolean]>([
    ["inner hours", "10:00", "16:00", true],
    ["the same hours", "09:00", "17:00", true],
    ["an earlier begin", "08:59", "16:00", false],
    ["a later end", "10:00", "17:01", false],
    ["other hours", "18:00", "20:00", false],
    ["hours past midnight", "16:00", "02:00", false],
  ])("%s are tighter: %s to %s: %s", (_name, opensAt, closesAt, isTighter) => {
    const current = limitsOf({ hours: { opensAt: "09:00", closesAt: "17:00" } });
    const hours = { opensAt, closesAt };
    const { hours: result } = tightenLimits(current, limitsOf({ hours }));
    expect(result).toEqual(isTighter ? hours : current.hours);
  });

  it("of the zone waits, since another day may end sooner", () => {
    const wanted = limitsOf({ dayLoss: parseMoney("200"), tradesPerDay: 5 }, "Asia/Tokyo");
    const { limits, pending } = requestLimits(held, wanted, NOON);
    expect([limits.zone, pending?.limits.zone]).toEqual([ZONE, "Asia/Tokyo"]);
  });

  it("never allows at once what the limits of before forbid", () => {
    const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
    const whole = fc.integer({ min: 1, max: 5 });
    const time = fc.integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, "0")}:00`);
    const hours = fc.record({ opensAt: time, closesAt: time }).filter((one) => one.opensAt !== one.closesAt);
    const limits = fc
      .record({
        dayLoss: some(whole.map((value) => parseMoney(String(value * 100)))),
        dayLossShare: some(whole.map((value) => parseDecimal(`0.0${value}`))),
        lossesInRow: some(whole),
        tradesPerDay: some(whole),
        pauseMinutes: some(whole),
        hours: some(hours),
      })
      .map((one) => limitsOf(one));
    const day = fc.record({
      net: fc.integer({ min: -600, max: 100 }).map((value) => parseMoney(String(value))),
      trades: fc.integer({ min: 0, max: 6 }),
      lossesInRow: fc.integer({ min: 0, max: 6 }),
      lastLossMs: some(fc.integer({ min: 0, max: 600 }).map((seconds) => NOON - seconds * 1_000)),
    });
    fc.assert(
      fc.property(limits, limits, day, fc.integer({ min: 0, max: 23 }), (current, wanted, facts, hour) => {
        const nowMs = NOON + hour * HOUR_MS;
        const state = { ...stateOf({}, { ...facts, endMs: nowMs + HOUR_MS }), limits: current };
        const changed = { ...state, ...requestLimits(state, wanted, nowMs) };
        for (const { cause, untilMs } of listLimitLocks(state, nowMs)) {
          const after = listLimitLocks(changed, nowMs).find((lock) => lock.cause === cause);
          expect(after?.untilMs ?? 0).toBeGreaterThanOrEqual(untilMs);
        }
        expect(changed.pending?.fromMs ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(
          nowMs + LOOSEN_AFTER_MS,
        );
      }),
    );
  });
});
