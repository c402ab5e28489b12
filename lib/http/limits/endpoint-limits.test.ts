import { expect, it } from "vitest";
import { ENDPOINTS } from "@/lib/http/endpoints/endpoints";

const limitOf = (name: string) => ENDPOINTS[name]?.limit;

it.each([
  "GET /api/account/export",
  "GET /api/certificates/statement",
  "GET /api/challenges/[id]/evidence",
  "GET /api/challenges/results",
  "GET /api/imports/[id]/rejected.csv",
  "GET /api/journal/export.csv",
  "GET /api/journal/export.json",
  "GET /api/journal/report.pdf",
  "GET /api/portfolios/[id]/statement",
  "POST /api/journal/screenshots",
])("L14: %s, which reads or recomputes much, has an allowance apart from reading", (name) => {
  expect(limitOf(name)).toBe("export");
});

it("L14: files to import have an allowance of their own", () => {
  expect(limitOf("POST /api/imports")).toBe("import");
});

it.each([
  "DELETE /api/orders",
  "DELETE /api/orders/[id]",
  "POST /api/positions/close",
  "POST /api/positions/[symbol]/close",
])("K10: %s can't be used up by reading or ordering", (name) => {
  expect(limitOf(name)).toBe("reduce-risk");
});

it("K10: what may lower risk or raise it is counted by its input", () => {
  const counted = Object.keys(ENDPOINTS).filter((name) => typeof limitOf(name) === "function");
  expect(counted.sort()).toEqual([
    "PATCH /api/orders/[id]",
    "PATCH /api/positions/[symbol]",
    "POST /api/orders",
    "POST /api/orders/group",
    "POST /api/positions/[symbol]/margin",
  ]);
});
