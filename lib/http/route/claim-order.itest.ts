import { afterAll, beforeAll, expect, it } from "vitest";
import { claimOrder } from "@/lib/http/route/claim-order";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

let services: TestServices;

beforeAll(async () => {
  services = await useTestServices();
});
afterAll(() => services.close());

it("lets one of fifty equal orders through, and every other one that differs", async () => {
  const order = { userId: "ann", stamp: "1795000000000", body: { qty: "1" } };
  const claims = await Promise.allSettled(Array.from({ length: 50 }, () => claimOrder(order)));
  const rejections = claims.filter((claim) => claim.status === "rejected");
  expect(rejections).toHaveLength(49);
  expect(rejections.every(({ reason }) => reason.code === "order_replayed")).toBe(true);
  await claimOrder({ ...order, stamp: "1795000000001" });
  await claimOrder({ ...order, userId: "bob" });
  await claimOrder({ ...order, body: { qty: "2" } });
});
