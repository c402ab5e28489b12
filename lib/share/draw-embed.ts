import "server-only";
import type { Translate } from "@/lib/client/translate";
import { type LocaleTag, languageOf } from "@/lib/schemas/locale";
import { formatFacts } from "@/lib/share/format-facts";
import { type DrawnFacts, placeLine } from "@/lib/share/place-line";

/** Other pages may show it in a frame; it loads and runs nothing. */
export const EMBED_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *; base-uri 'none'; form-action 'none'";

/** The shared trade or curve as a page of its own for a frame: text and a static picture, without script. */
export function drawEmbed(
  facts: DrawnFacts,
  t: Translate<"site.share">,
  { href, product, locale }: { href: string; product: string; locale: LocaleTag },
): string {
  const { title, figure, isGood, lines } = formatFacts(facts, t, locale);
  const tone = isGood === null ? "" : isGood ? "up" : "down";
  const parts = [
    `<!doctype html><html lang="${languageOf(locale)}"><head><meta charset="utf-8"><meta name="robots" content="noindex">`,
    `<meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>`,
    `<a href="${escapeHtml(href)}" target="_blank" rel="noopener"><h1>${escapeHtml(title)}</h1>`,
    `<p class="figure ${tone}">${escapeHtml(figure)}</p>`,
    drawLine(facts, title),
    `<p>${lines.map(escapeHtml).join(" · ")}</p>`,
    `<p class="note">${escapeHtml(product)} · ${escapeHtml(t("pictureNote", { market: facts.market }))}</p></a></body></html>`,
  ];
  return parts.join("");
}

const STYLE =
  "body{margin:0;background:#020617;color:#f1f5f9;font:14px system-ui,sans-serif}" +
  "a{display:block;padding:16px;color:inherit;text-decoration:none}h1{margin:0;font-size:14px;font-weight:500;color:#a3b1c6}" +
  "p{margin:4px 0;color:#a3b1c6}.figure{font-size:28px;color:#f1f5f9}.up{color:#34d399}.down{color:#fb7185}" +
  ".note{font-size:12px;color:#8494ab}svg{display:block;width:100%;height:auto}";

function drawLine(facts: DrawnFacts, label: string): string {
  const line = placeLine(facts);
  if (line === null) return "";
  const marks = line.marks.map(({ x, y, color }) => `<circle cx="${x}" cy="${y}" r="5" fill="${color}"/>`);
  return (
    `<svg viewBox="0 0 ${line.width} ${line.height}" role="img" aria-label="${escapeHtml(label)}">` +
    `<polyline points="${line.points}" fill="none" stroke="#64748b" stroke-width="1.5"/>${marks.join("")}</svg>`
  );
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
