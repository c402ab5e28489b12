import { expect, it } from "vitest";
import { isInShare } from "@/lib/core/feature-flags";

const users = Array.from({ length: 10_000 }, (_, index) => `00000000-0000-4000-8000-${index}`);
const count = (percent: number) =>
  users.filter((userId) => isInShare("friends-competitions", userId, percent)).length;

it("a share of users is that part of them, and grows without leaving anyone out", () => {
  expect([count(0), count(100)]).toEqual([0, users.length]);
  for (const percent of [1, 10, 50]) {
    expect(Math.abs(count(percent) / users.length - percent / 100)).toBeLessThan(0.02);
  }
  const lost = users.filter(
    (userId) =>
      isInShare("friends-competitions", userId, 10) && !isInShare("friends-competitions", userId, 11),
  );
  expect(lost).toEqual([]);
});
