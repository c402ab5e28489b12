import type { Translate } from "@/lib/client/translate";
import { readAgent } from "@/lib/schemas/access/read-agent";

/** Browser and system from a user agent; not trustworthy. */
export function formatAgent(userAgent: string, t: Translate<"account.settings.sessions">): string {
  const { browser, system } = readAgent(userAgent);
  return browser && system ? t("device", { browser, system }) : (browser ?? system ?? t("unknownDevice"));
}
