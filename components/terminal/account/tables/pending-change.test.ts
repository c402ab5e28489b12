import { describe, expect, it } from "vitest";
import {
  findPendingChange,
  findPendingPositionChange,
  formatPendingChange,
} from "@/components/terminal/account/tables/pending-change";
import type { DeferredChangeDto } from "@/lib/schemas/trading/trading-responses";
import { translate } from "@/tests/support/text";

const t = translate("terminal");
const pending = (type: DeferredChangeDto["type"]) =>
  t("change.pending", { change: t(`change.type.${type}`) });

const held = (symbol: string) => ({ symbol, side: "long" as const });
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
    expect(findPendingChange(order, [], t)).toBeNull();
    expect(findPendingChange(order, [change({ orderId: "o2" })], t)).toBeNull();
    expect(findPendingChange(order, [change({ orderId: "o1" })], t)).toBe(pending("cancel"));
    expect(findPendingChange(order, [change({ type: "amend", orderId: "o1" })], t)).toBe(pending("amend"));
    expect(findPendingChange(order, [change({ type: "cancel-all" })], t)).toBe(pending("cancel"));
    expect(findPendingChange(order, [change({ type: "cancel-all", symbol: "ETHUSDT" })], t)).toBeNull();
    expect(findPendingChange(order, [change({ type: "reset", symbol: null })], t)).toBe(pending("reset"));
  });

  it("is shown on the position whose stops or leverage it changes", () => {
    const stops = change({ type: "set-position-stops" });
    expect(findPendingPositionChange(held("BTCUSDT"), [stops], t)).toBe(pending("set-position-stops"));
    expect(findPendingPositionChange(held("ETHUSDT"), [stops], t)).toBeNull();
    const short = change({ type: "set-position-stops", side: "short" });
    expect(findPendingPositionChange(held("BTCUSDT"), [short], t)).toBeNull();
    expect(formatPendingChange(short, t)).toContain(t("held", { symbol: "BTCUSDT", side: "short" }));
    expect(findPendingPositionChange(held("BTCUSDT"), [change({ orderId: "o1" })], t)).toBeNull();
  });

  it("has a title", () => {
    expect(formatPendingChange(change({}), t)).toBe(
      t("change.of", { change: t("change.type.cancel"), symbol: "BTCUSDT" }),
    );
    expect(formatPendingChange(change({ type: "reset", symbol: null }), t)).toBe(t("change.type.reset"));
  });
});
