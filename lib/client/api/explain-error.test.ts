import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { explainError } from "@/lib/client/api/explain-error";
import { RequestError } from "@/lib/client/api/market-api";
import { REJECT_REASONS } from "@/lib/core/engine/orders/reject-reason";
import { ERROR_STATUS } from "@/lib/schemas/api-error";
import messages from "@/messages/en.json";
import { translate } from "@/tests/support/text";

const t = translate("common.error");
const setLanguage = (lang: string) => vi.stubGlobal("document", { documentElement: { lang } });

beforeEach(() => setLanguage("en"));
afterEach(() => vi.unstubAllGlobals());

it("shows the API's sentence, and the page's own where there was no response of the API", () => {
  expect(explainError(new RequestError("rate_limited", "Too many requests."), t)).toBe("Too many requests.");
  expect(explainError(new RequestError("offline", "fetch failed"), t)).toBe(t("offline"));
  expect(explainError(new RequestError("session_over", "over"), t)).toBe(t("session_over"));
  expect(explainError(new TypeError("x is not a function"), t)).toBe(t("unknown"));
});

it("shows the sentence of the code on a page of another language", () => {
  setLanguage("fr");
  expect(explainError(new RequestError("not_found", "No such alert."), t)).toBe(t("code.not_found"));
  expect(explainError(new RequestError("bad_request", "level: a number"), t)).toContain("level: a number");
  expect(explainError(new RequestError("no_such_code", "A sentence."), t)).toBe("A sentence.");
});

it("has a sentence for every code but the engine's reasons, which the desk words itself", () => {
  const reasons: ReadonlySet<string> = new Set(REJECT_REASONS);
  const codes = Object.keys(ERROR_STATUS).filter((code) => !reasons.has(code));
  expect(Object.keys(messages.common.error.code).sort()).toEqual(codes.sort());
});
