import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { AppearanceProvider } from "@/components/shell/appearance-provider";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Terminal Zero", template: "%s · Terminal Zero" },
  description: "Practise crypto perpetuals on live prices with simulated money.",
};

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
      lang="en"
      data-direction="normal"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning
    >
      <body>
        <AppearanceProvider nonce={nonce}>{children}</AppearanceProvider>
      </body>
    </html>
  );
}
