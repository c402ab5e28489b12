import { expect, it } from "vitest";
import { convertDistance } from "@/lib/client/orders/convert-distance";

const at = { kind: "stop", last: 50_000, tickSize: 0.1, digits: 1 } as const;

it.each([
  ["1", { from: "percent", to: "price" }, at, "49500.0"],
  ["1", { from: "percent", to: "ticks" }, at, "5000"],
  ["5000", { from: "ticks", to: "percent" }, at, "1"],
  ["49500", { from: "price", to: "percent" }, at, "1"],
  ["50500", { from: "price", to: "ticks" }, at, "5000"],
  ["2", { from: "percent", to: "price" }, { ...at, kind: "target" }, "51000.0"],
  ["2", { from: "percent", to: "percent" }, at, "2"],
  ["", { from: "percent", to: "price" }, at, ""],
  ["100", { from: "percent", to: "price" }, at, ""],
] as const)("converts %j by %o", (text, units, given, wanted) => {
  expect(convertDistance(text, units, given)).toBe(wanted);
});
