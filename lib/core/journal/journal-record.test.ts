import { describe, expect, it } from "vitest";
import { ONE, parseMoney, parsePrice, parseQty, ZERO } from "@/lib/core/decimal";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { OrderPurpose } from "@/lib/core/engine/orders/order";
import type { OpenRoundTrip } from "@/lib/core/engine/positions/position";
import { listJournalRecords } from "@/lib/core/journal/journal-record";

const TRADE: OpenRoundTrip = {
  id: 3,
  side: "long",
  openedAtMs: 1_000,
  entryQty: parseQty("3"),
  entryValue: parseMoney("301"),
  exitQty: parseQty("3"),
  exitValue: parseMoney("310"),
  realised: parseMoney("9"),
  fees: parseMoney("0.5"),
  funding: parseMoney("0.1"),
  initialStop: parsePrice("95"),
  initialTarget: null,
  risk: parseMoney("16"),
  unprotectedQty: ZERO,
  unprotectedValue: ZERO,
  leverage: ONE,
  orderIds: ["o1", "o2"],
};

function closed(roundTrip: Partial<OpenRoundTrip> = {}, purpose: OrderPurpose = "close"): PortfolioEvent {
  return {
    type: "round-trip-closed",
    symbol: "BTCUSDT",
    roundTrip: { ...TRADE, ...roundTrip },
    net: parseMoney("8.4"),
    purpose,
    openedAtMs: 1_000,
    closedAtMs: 5_000,
    seq: 9,
    atMs: 5_000,
  };
}

describe("the journal's record of a round trip", () => {
  it("has its figures, with prices averaged and rounded to 18 places", () => {
    expect(listJournalRecords([closed()])).toEqual([
      {
        roundTripId: 3,
        closedSeq: 9,
        symbol: "BTCUSDT",
        side: "long",
        qty: parseQty("3"),
        entryPrice: parsePrice("100.333333333333333333"),
        exitPrice: parsePrice("103.333333333333333333"),
        leverage: ONE,
        gross: parseMoney("9"),
        fees: parseMoney("0.5"),
        funding: parseMoney("0.1"),
        net: parseMoney("8.4"),
        risk: parseMoney("16"),
        initialStop: parsePrice("95"),
        initialTarget: null,
        exitReason: "manual",
        openedAtMs: 1_000,
        closedAtMs: 5_000,
      },
    ]);
  });

  it("has no risk while an entry never had a stop", () => {
    expect(listJournalRecords([closed({ unprotectedQty: parseQty("1") })])).toMatchObject([{ risk: null }]);
  });

  it.each(["stop", "target", "liquidation", "breach", "reset", "delisted", "manual"] as const)(
    "names the exit after the order that closed it: %s",
    (purpose) => {
      expect(listJournalRecords([closed({}, purpose)])).toMatchObject([{ exitReason: purpose }]);
    },
  );

  it("is written for closed trades alone, in their order", () => {
    const locked: PortfolioEvent = { type: "portfolio-locked", reason: "x", seq: 10, atMs: 5_000 };
    const ids = listJournalRecords([closed(), locked, closed({ id: 7 })]).map(
      ({ roundTripId }) => roundTripId,
    );
    expect(ids).toEqual([3, 7]);
    expect(listJournalRecords([locked])).toEqual([]);
  });
});
