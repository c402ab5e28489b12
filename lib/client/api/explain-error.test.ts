import { expect, it } from "vitest";
import { explainError } from "@/lib/client/api/explain-error";
import { RequestError } from "@/lib/client/api/market-api";
import { translate } from "@/tests/support/text";

const t = translate("common.error");

it("shows the API's sentence, and the page's own where there was no response of the API", () => {
  expect(explainError(new RequestError("rate_limited", "Too many requests."), t)).toBe("Too many requests.");
  expect(explainError(new RequestError("offline", "fetch failed"), t)).toBe(t("offline"));
  expect(explainError(new RequestError("session_over", "over"), t)).toBe(t("session_over"));
  expect(explainError(new TypeError("x is not a function"), t)).toBe(t("unknown"));
});
