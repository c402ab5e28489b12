import { expect, it } from "vitest";
import { ownPath } from "@/lib/client/own-path";

it.each([
  ["/settings?tab=1", "/settings?tab=1"],
  ["//evil.test", "/terminal/BTCUSDT"],
  ["/\\evil.test", "/terminal/BTCUSDT"],
  ["https://evil.test", "/terminal/BTCUSDT"],
  ["javascript:alert(1)", "/terminal/BTCUSDT"],
  ["/api/auth/signout", "/terminal/BTCUSDT"],
  [undefined, "/terminal/BTCUSDT"],
])("leads %s to %s", (next, path) => {
  expect(ownPath(next)).toBe(path);
});
