import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { AppearanceProvider } from "@/components/shell/appearance-provider";
import { PageMessages } from "@/components/shell/page-messages";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common");
  const product = t("product");
  return { title: { default: product, template: `%s · ${product}` }, description: t("description") };
}

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
    // The theme's attribute is set before hydration.
    <html
      lang={await getLocale()}
      data-direction="normal"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning
    >
      <body>
        <PageMessages areas={["errors.page"]}>
          <AppearanceProvider nonce={nonce}>{children}</AppearanceProvider>
        </PageMessages>
      </body>
    </html>
  );
}
