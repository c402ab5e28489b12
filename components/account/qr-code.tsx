import { encode } from "uqr";

/** A QR code, drawn dark on light in either theme, since that is what cameras read. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 2 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      className="size-44 rounded bg-qr-light"
    >
      <path d={path.join("")} className="fill-qr-dark" shapeRendering="crispEdges" />
    </svg>
  );
}
