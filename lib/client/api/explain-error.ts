import { RequestError } from "@/lib/client/api/market-api";
import type { Translate } from "@/lib/client/translate";

/** Codes of errors without a response of the API, and so without its sentence. */
const OWN_CODES = ["offline", "unreadable", "session_over"] as const;

/**
 * What went wrong, for the user: the API's own sentence, which is English and exact; on pages of another language the
 * sentence of the error's code.
 */
export function explainError(error: unknown, t: Translate<"common.error">): string {
  if (!(error instanceof RequestError)) return t("unknown");
  const { code, message } = error;
  const own = OWN_CODES.find((one) => one === code);
  if (own) return t(own);
  const key = `code.${code}` as Parameters<typeof t.has>[0];
  return document.documentElement.lang === "en" || !t.has(key) ? message : t(key, { message });
}
