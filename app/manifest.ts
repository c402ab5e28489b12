import type { MetadataRoute } from "next";

/** The web app manifest, for installing the page on a phone or a desktop. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: "/",
    name: "Terminal Zero",
    short_name: "Terminal Zero",
    description: "Practise crypto perpetuals on live prices with simulated money.",
    start_url: "/terminal/BTCUSDT",
    scope: "/",
    display: "standalone",
    background_color: "#020617",
    theme_color: "#020617",
    icons: [
      { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icon-maskable-192.png", sizes: "192x192", type: "image/png", purpose: "maskable" },
      { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
      { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
    ],
  };
}
