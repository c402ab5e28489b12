import { describe, expect, it } from "vitest";
import { findTrailLevel } from "@/lib/client/orders/find-trail-level";

const trail = { distance: "500", activation: null, extreme: "60000" };

describe("findTrailLevel", () => {
  it("is the distance behind the best price, which a newer price may be", () => {
    expect(findTrailLevel({ side: "sell", trail }, "59900")).toBe("59500");
    expect(findTrailLevel({ side: "sell", trail }, "60100")).toBe("59600");
    expect(findTrailLevel({ side: "buy", trail }, "59900")).toBe("60400");
    expect(findTrailLevel({ side: "buy", trail }, null)).toBe("60500");
  });

  it("is unknown until the stop is active, and for other orders", () => {
    expect(findTrailLevel({ side: "sell", trail: { ...trail, extreme: null } }, "60100")).toBeNull();
    expect(findTrailLevel({ side: "sell", trail: null }, "60100")).toBeNull();
  });
});
