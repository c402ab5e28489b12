import { expect, it } from "vitest";
import { findArea } from "@/lib/http/limits/meter-requests";

it.each([
  ["/", 200, "page"],
  ["/journal/abc?x=/api/orders", 200, "page"],
  ["/api/orders/123", 200, "api/orders"],
  ["/api/journal/export.csv", 403, "api/journal"],
  ["/api/whatever-is-made-up", 404, "not-found"],
  ["/_next/static/a.js", 404, "asset"],
])("%s with %i counts as %s", (url, status, area) => {
  expect(findArea(url, status)).toBe(area);
});
