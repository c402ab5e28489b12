import { RequestError } from "@/lib/client/api/market-api";
import type { Translate } from "@/lib/client/translate";

/** Codes of errors without a response of the API, and so without its sentence. */
const OWN_CODES = ["offline", "unreadable", "session_over"] as const;

/** What went wrong, for the user: the API's own sentence where there is one. */
export function explainError(error: unknown, t: Translate<"common.error">): string {
  if (!(error instanceof RequestError)) return t("unknown");
  const own = OWN_CODES.find((code) => code === error.code);
  return own ? t(own) : error.message;
}
