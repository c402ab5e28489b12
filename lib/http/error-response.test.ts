import { expect, it, vi } from "vitest";
import { describeError } from "@/lib/http/error-response";
import { AppError } from "@/lib/schemas/api-error";

vi.mock("@/lib/infra/telemetry/report-error", () => ({ reportError: () => {} }));

const where = { route: "/api/account/sessions", requestId: "r" };
const answer = (error: unknown) => {
  const { status, body, headers } = describeError(error, where);
  return [status, body.error.code, headers["retry-after"]];
};

it("asks for timeout when what it needs does not answer, from wherever that is told", () => {
  const rejected = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  const away = [
    new DOMException("The operation was aborted due to timeout", "TimeoutError"),
    new TypeError("fetch failed", { cause: rejected }),
    Object.assign(new Error("Timed out fetching a new connection"), { code: "P2024" }),
    Object.assign(new Error("canceling statement"), {
      meta: { driverAdapterError: { cause: { originalCode: "57014" } } },
    }),
  ];
  for (const error of away) expect(answer(error)).toEqual([503, "service_unavailable", "2"]);
});

it("keeps a bug's words to itself, and a rejection's as they are", () => {
  const bug = new TypeError("secret.value is not a function");
  expect(answer(bug)).toEqual([500, "internal", undefined]);
  expect(JSON.stringify(describeError(bug, where))).not.toContain("secret");
  expect(answer(new AppError("not_found", "There is no such order."))).toEqual([404, "not_found", undefined]);
});
