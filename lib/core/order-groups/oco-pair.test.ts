import { expect, it } from "vitest";
import { findOcoPartner, ocoOrderId } from "@/lib/core/order-groups/oco-pair";

it("finds the other order of a pair by its id, and none of another order", () => {
  expect(findOcoPartner(ocoOrderId("a-1", "limit"))).toBe(ocoOrderId("a-1", "stop"));
  expect(findOcoPartner(ocoOrderId("a-1", "stop"))).toBe(ocoOrderId("a-1", "limit"));
  expect(findOcoPartner("o1:limit")).toBeNull();
  expect(findOcoPartner("oco:a-1")).toBeNull();
});
