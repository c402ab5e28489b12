import { notFound } from "next/navigation";
import { ImageResponse } from "next/og";
import { getTranslations } from "next-intl/server";
import { serveLinkPicture } from "@/lib/infra/serve-link-picture";
import { formatFacts } from "@/lib/share/format-facts";
import { readFacts } from "@/lib/share/share-links";
import messages from "@/messages/en.json";

export const size = { width: 1200, height: 630 };
export const contentType = "image/png";
export const alt = messages.site.share.alt;

/** The midnight theme's colours: an image has no theme. */
const TONES = { good: "#34d399", bad: "#fb7185", plain: "#f1f5f9" } as const;

type Props = { params: Promise<{ token: string }> };

/** The preview image of the shared facts. */
export default async function SharedImage({ params }: Props) {
  const t = await getTranslations("site.share");
  const tCommon = await getTranslations("common");
  const facts = await readFacts((await params).token);
  if (!facts) notFound();
  const shown = {
    ...formatFacts(facts, t),
    note: t("pictureNote", { market: facts.market }),
    product: tCommon("product"),
  };
  return serveLinkPicture(shown, () => draw(shown));
}

type Shown = ReturnType<typeof formatFacts> & { note: string; product: string };

function draw({ title, figure, isGood, lines, note, product }: Shown): ImageResponse {
  const tone = TONES[isGood === null ? "plain" : isGood ? "good" : "bad"];
  return new ImageResponse(
    <div
      style={{
        width: "100%",
        height: "100%",
        display: "flex",
        flexDirection: "column",
        justifyContent: "space-between",
        background: "#020617",
        color: "#f1f5f9",
        padding: 72,
      }}
    >
      <div style={{ display: "flex", fontSize: 40, color: "#22d3ee" }}>{product}</div>
      <div style={{ display: "flex", flexDirection: "column" }}>
        <div style={{ fontSize: 44, color: "#a3b1c6" }}>{title}</div>
        <div style={{ fontSize: 112, lineHeight: 1.2, color: tone }}>{figure}</div>
        {lines.map((line) => (
          <div key={line} style={{ fontSize: 32, marginTop: 12, color: "#a3b1c6" }}>
            {line}
          </div>
        ))}
      </div>
      <div style={{ display: "flex", fontSize: 26, color: "#8494ab" }}>{note}</div>
    </div>,
    size,
  );
}
