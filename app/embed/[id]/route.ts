import { createTranslator } from "next-intl";
import { findLocale } from "@/lib/i18n/find-locale";
import { loadMessages } from "@/lib/i18n/load-messages";
import { getEnv } from "@/lib/infra/env/env";
import { languageOf } from "@/lib/schemas/locale";
import { drawEmbed, EMBED_POLICY } from "@/lib/share/draw-embed";
import { readFacts } from "@/lib/share/share-links";

export const dynamic = "force-dynamic";

/** A shared trade or curve for a frame on another site; gone once its link is taken back. */
export async function GET(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await context.params;
  const facts = await readFacts(id);
  const headers = {
    "content-security-policy": EMBED_POLICY,
    "cache-control": "public, max-age=60",
    vary: "accept-language, cookie",
  };
  const locale = findLocale(request.headers);
  const text = { locale, messages: await loadMessages(languageOf(locale)), timeZone: "UTC" };
  const t = createTranslator({ ...text, namespace: "site.share" });
  const tCommon = createTranslator({ ...text, namespace: "common" });
  if (facts?.kind !== "trade" && facts?.kind !== "curve") {
    return new Response(`${tCommon("error.code.not_found")}\n`, { status: 404, headers });
  }
  const href = new URL(`/s/${id}`, getEnv().APP_URL).href;
  const html = drawEmbed(facts, t, { href, product: tCommon("product"), locale });
  return new Response(html, { headers: { ...headers, "content-type": "text/html; charset=utf-8" } });
}
