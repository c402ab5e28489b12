import { expect, it, vi } from "vitest";
import { toErrorResponse } from "@/lib/http/to-error-response";
import { AppError } from "@/lib/schemas/api-error";

vi.mock("@/lib/infra/telemetry/report-error", () => ({ reportError: () => {} }));

const where = { route: "/api/account/sessions", requestId: "r" };
const readResponse = (error: unknown) => {
  const { status, body, headers } = toErrorResponse(error, where);
  return [status, body.error.code, headers["retry-after"]];
};

it("asks for timeout when what it needs does not answer, wherever the error comes from", () => {
  const rejected = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  const unavailable = [
    new DOMException("The operation was aborted due to timeout", "TimeoutError"),
    new TypeError("fetch failed", { cause: rejected }),
    Object.assign(new Error("Timed out fetching a new connection"), { code: "P2024" }),
    Object.assign(new Error("canceling statement"), {
      meta: { driverAdapterError: { cause: { originalCode: "57014" } } },
    }),
  ];
  for (const error of unavailable) expect(readResponse(error)).toEqual([503, "service_unavailable", "2"]);
});

it("keeps a bug's words to itself, and a rejection's as they are", () => {
  const bug = new TypeError("secret.value is not a function");
  expect(readResponse(bug)).toEqual([500, "internal", undefined]);
  expect(JSON.stringify(toErrorResponse(bug, where))).not.toContain("secret");
  expect(readResponse(new AppError("not_found", "There is no such order."))).toEqual([
    404,
    "not_found",
    undefined,
  ]);
});
