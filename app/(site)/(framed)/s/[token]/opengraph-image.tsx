import { notFound } from "next/navigation";
import { ImageResponse } from "next/og";
import { getLocale, getTranslations } from "next-intl/server";
import { encode } from "uqr";
import { ShareLine } from "@/components/share/share-line";
import { getEnv } from "@/lib/infra/env/env";
import { serveLinkPicture } from "@/lib/infra/serve-link-picture";
import { formatFacts } from "@/lib/share/format-facts";
import { type PlacedLine, placeLine } from "@/lib/share/place-line";
import { readFacts } from "@/lib/share/share-links";
import messages from "@/messages/en.json";

export const size = { width: 1200, height: 630 };
export const contentType = "image/png";
export const alt = messages.site.share.alt;

const PADDING = 56;
const LINE_WIDTH = 740;
/** The midnight theme's colours: an image has no theme. */
const TONES = { good: "#34d399", bad: "#fb7185", plain: "#f1f5f9" } as const;

type Props = { params: Promise<{ token: string }> };

/** The preview image of the shared facts. */
export default async function SharedImage({ params }: Props) {
  const t = await getTranslations("site.share");
  const tCommon = await getTranslations("common");
  const { token } = await params;
  const facts = await readFacts(token);
  if (!facts) notFound();
  const shown = {
    ...formatFacts(facts, t, await getLocale()),
    line: placeLine(facts),
    url: new URL(`/s/${token}`, getEnv().APP_URL).href,
    note: t("pictureNote", { market: facts.market }),
    product: tCommon("product"),
  };
  return serveLinkPicture(shown, () => draw(shown));
}

type Shown = ReturnType<typeof formatFacts> & {
  line: PlacedLine | null;
  url: string;
  note: string;
  product: string;
};

/** Width of the code, px. */
const QR_SIZE = 150;

function draw({ title, figure, isGood, lines, line, url, note, product }: Shown): ImageResponse {
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
        padding: `40px ${PADDING}px`,
      }}
    >
      <div style={{ display: "flex", justifyContent: "space-between" }}>
        <div style={{ display: "flex", flexDirection: "column" }}>
          <div style={{ fontSize: 40, color: "#22d3ee" }}>{product}</div>
          <div style={{ fontSize: 40, marginTop: 16, color: "#a3b1c6" }}>{title}</div>
          <div style={{ fontSize: 96, lineHeight: 1.2, color: tone }}>{figure}</div>
        </div>
        {drawCode(url)}
      </div>
      {line && <ShareLine line={line} label="" width={LINE_WIDTH} />}
      <div style={{ display: "flex", flexDirection: "column" }}>
        <div style={{ fontSize: 28, color: "#a3b1c6" }}>{lines.join(" · ")}</div>
        <div style={{ fontSize: 24, marginTop: 8, color: "#8494ab" }}>{note}</div>
      </div>
    </div>,
    size,
  );
}

/** The link as a QR code, for anyone who sees the picture alone. */
function drawCode(url: string) {
  const { data, size: cells } = encode(url, { border: 2 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg
      role="presentation"
      width={QR_SIZE}
      height={QR_SIZE}
      viewBox={`0 0 ${cells} ${cells}`}
      style={{ background: "#f8fafc", borderRadius: 8 }}
    >
      <path d={path.join("")} fill="#020617" />
    </svg>
  );
}
