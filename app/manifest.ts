import type { MetadataRoute } from "next";

/** The web app manifest, for installing the page on a phone. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: "Terminal Zero",
    short_name: "Terminal Zero",
    description: "Practise crypto perpetuals on live prices with simulated money.",
    start_url: "/terminal/BTCUSDT",
    display: "standalone",
    background_color: "#020617",
    theme_color: "#020617",
    icons: [{ src: "/icon.svg", sizes: "any", type: "image/svg+xml" }],
  };
}
