import { getTranslations } from "next-intl/server";
import { drawLinkPicture } from "@/lib/infra/draw-link-picture";
import messages from "@/messages/en.json";

export const size = { width: 1200, height: 630 };
export const contentType = "image/png";
export const alt = messages.site.preview.alt;

/** The default preview image. */
export default async function OpengraphImage() {
  const t = await getTranslations("site.preview");
  return drawLinkPicture({
    title: t("title"),
    line: t("line"),
  });
}
