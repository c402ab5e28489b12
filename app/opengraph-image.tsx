import { ImageResponse } from "next/og";

export const size = { width: 1200, height: 630 };
export const contentType = "image/png";
export const alt = "Terminal Zero: practise crypto perpetuals on live prices";

/** Bars of the picture: a quiet walk, not a market. */
const BARS = Array.from({ length: 34 }, (_, index) => ({
  bottom: 120 + 90 * Math.sin(index / 5) + index * 3,
  height: 40 + 34 * Math.abs(Math.sin(index * 1.7)),
  isUp: Math.sin(index * 2.3) > -0.2,
}));

/** The picture that a link to the site is shown with. */
export default function OpengraphImage() {
  return new ImageResponse(
    <div
      style={{
        width: "100%",
        height: "100%",
        display: "flex",
        background: "#020617",
        color: "#f1f5f9",
        padding: 72,
        position: "relative",
      }}
    >
      {BARS.map((bar, index) => (
        <div
          key={bar.bottom}
          style={{
            position: "absolute",
            left: 40 + index * 33,
            bottom: bar.bottom - 60,
            width: 16,
            height: bar.height,
            background: bar.isUp ? "#34d39955" : "#fb718555",
          }}
        />
      ))}
      <div style={{ display: "flex", flexDirection: "column", justifyContent: "space-between" }}>
        <div style={{ display: "flex", fontSize: 40, color: "#22d3ee" }}>Terminal Zero</div>
        <div style={{ display: "flex", flexDirection: "column" }}>
          <div style={{ fontSize: 76, lineHeight: 1.1, maxWidth: 960 }}>
            Practise perpetuals before they cost you
          </div>
          <div style={{ fontSize: 32, marginTop: 28, color: "#a3b1c6" }}>
            Live prices. Simulated money. Every fill with its evidence.
          </div>
        </div>
      </div>
    </div>,
    size,
  );
}
