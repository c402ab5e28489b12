import { expect, it } from "vitest";
import { sameOriginPath, withNext } from "@/lib/client/api/access/same-origin-path";

it.each([
  ["/settings?tab=1", "/settings?tab=1"],
  ["//evil.test", "/terminal/BTCUSDT"],
  ["/\\evil.test", "/terminal/BTCUSDT"],
  ["https://evil.test", "/terminal/BTCUSDT"],
  ["javascript:alert(1)", "/terminal/BTCUSDT"],
  ["/api/auth/signout", "/terminal/BTCUSDT"],
  ["/\t/evil.test", "/terminal/BTCUSDT"],
  ["/\n\\evil.test", "/terminal/BTCUSDT"],
  ["/.//evil.test", "/terminal/BTCUSDT"],
  ["/..//evil.test", "/terminal/BTCUSDT"],
  ["/%2e%2e//evil.test", "/terminal/BTCUSDT"],
  ["/a/../..//evil.test", "/terminal/BTCUSDT"],
  ["/./api/auth/signout", "/terminal/BTCUSDT"],
  ["/API/auth/signout", "/terminal/BTCUSDT"],
  ["/api?x=1", "/terminal/BTCUSDT"],
  ["", "/terminal/BTCUSDT"],
  ["/journal?from=2026-01-01#//x", "/journal?from=2026-01-01#//x"],
  [undefined, "/terminal/BTCUSDT"],
])("leads %s to %s", (next, path) => {
  expect(sameOriginPath(next)).toBe(path);
});

it("takes along where the visitor came from, and only from here", () => {
  expect(withNext("/register", undefined)).toBe("/register");
  expect(withNext("/register", "/pricing?a=b")).toBe("/register?next=%2Fpricing%3Fa%3Db");
  expect(withNext("/register", "//evil.test")).toBe("/register?next=%2Fterminal%2FBTCUSDT");
});
