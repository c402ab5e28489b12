import { expect, it } from "vitest";
import { rehearseRestore } from "@/scripts/rehearse-restore";

it("a base backup that was taken while traders traded restores to portfolios that prove themselves", async () => {
  const { portfolios, events, faults } = await rehearseRestore();
  expect(faults).toEqual([]);
  expect(portfolios).toBeGreaterThanOrEqual(20);
  expect(events).toBeGreaterThan(400);
}, 120_000);
