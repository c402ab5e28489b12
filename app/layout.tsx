import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ApplyAppearance } from "@/components/shell/apply-appearance";
import { PageMessages } from "@/components/shell/page-messages";
import { languageOf } from "@/lib/schemas/locale";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common");
  const product = t("product");
  return { title: { default: product, template: `%s · ${product}` }, description: t("description") };
}

/** Sets what the browser has saved of `components/shell/appearance.ts` before anything is painted. */
const FIRST_APPEARANCE = `for (const name of ["theme", "direction"]) try {
  const saved = JSON.parse(localStorage.getItem("tz:" + name));
  if (saved) document.documentElement.dataset[name] = saved;
} catch {}`;

export const viewport: Viewport = {
  colorScheme: "dark light",
  themeColor: "#020617",
  width: "device-width",
  initialScale: 1,
};

/** The document: fonts and theme. Rendered for each request, since its scripts carry the request's nonce. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    // The attributes are set before hydration.
    <html
      lang={languageOf(await getLocale())}
      data-theme="midnight"
      data-direction="normal"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning
    >
      <body>
        <script
          nonce={nonce}
          suppressHydrationWarning
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant text
          dangerouslySetInnerHTML={{ __html: FIRST_APPEARANCE }}
        />
        <ApplyAppearance />
        <PageMessages areas={["errors.page"]}>{children}</PageMessages>
      </body>
    </html>
  );
}
