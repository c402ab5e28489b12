import { describe, expect, it } from "vitest";
import {
  findPendingChange,
  findPendingPositionChange,
  formatChange,
} from "@/components/terminal/account/tables/pending-change";
import type { DeferredChangeDto } from "@/lib/schemas/trading-answers";

const order = { id: "o1", symbol: "BTCUSDT" };
const change = (over: Partial<DeferredChangeDto>): DeferredChangeDto => ({
  seq: 7,
  type: "cancel",
  symbol: "BTCUSDT",
  orderId: null,
  ...over,
});

describe("a change that waits behind a gap", () => {
  it("is shown on its own order, on all of a symbol, and on everything before a reset", () => {
    expect(findPendingChange(order, [])).toBeNull();
    expect(findPendingChange(order, [change({ orderId: "o2" })])).toBeNull();
    expect(findPendingChange(order, [change({ orderId: "o1" })])).toBe("Cancellation pending");
    expect(findPendingChange(order, [change({ type: "amend", orderId: "o1" })])).toBe("Amendment pending");
    expect(findPendingChange(order, [change({ type: "cancel-all" })])).toBe("Cancellation pending");
    expect(findPendingChange(order, [change({ type: "cancel-all", symbol: "ETHUSDT" })])).toBeNull();
    expect(findPendingChange(order, [change({ type: "reset", symbol: null })])).toBe("Reset pending");
  });

  it("is shown on the position whose stops or leverage it changes", () => {
    const stops = change({ type: "set-position-stops" });
    expect(findPendingPositionChange("BTCUSDT", [stops])).toBe("Change of stop and target pending");
    expect(findPendingPositionChange("ETHUSDT", [stops])).toBeNull();
    expect(findPendingPositionChange("BTCUSDT", [change({ orderId: "o1" })])).toBeNull();
  });

  it("has a title", () => {
    expect(formatChange(change({}))).toBe("Cancellation in BTCUSDT");
    expect(formatChange(change({ type: "reset", symbol: null }))).toBe("Reset");
  });
});
