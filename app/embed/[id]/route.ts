import { getTranslations } from "next-intl/server";
import { getEnv } from "@/lib/infra/env/env";
import { drawEmbed, EMBED_POLICY } from "@/lib/share/draw-embed";
import { readFacts } from "@/lib/share/share-links";

export const dynamic = "force-dynamic";

/** A shared trade or curve for a frame on another site; gone once its link is taken back. */
export async function GET(_: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await context.params;
  const facts = await readFacts(id);
  const headers = {
    "content-security-policy": EMBED_POLICY,
    "cache-control": "public, max-age=60",
    vary: "accept-language, cookie",
  };
  const [t, tCommon] = await Promise.all([getTranslations("site.share"), getTranslations("common")]);
  if (facts?.kind !== "trade" && facts?.kind !== "curve") {
    return new Response(`${tCommon("error.code.not_found")}\n`, { status: 404, headers });
  }
  const href = new URL(`/s/${id}`, getEnv().APP_URL).href;
  const html = drawEmbed(facts, t, { href, product: tCommon("product") });
  return new Response(html, { headers: { ...headers, "content-type": "text/html; charset=utf-8" } });
}
