import type { Formats } from "@/lib/client/locale/formats-of";
import { PAGE, type PdfColor, type PdfDocument } from "@/lib/infra/pdf/pdf-document";

const LEFT = 42;
const HEIGHT = 110;
const LINE: PdfColor = [0.03, 0.57, 0.7];
const ZERO_LINE: PdfColor = [0.75, 0.78, 0.82];
/** Points that are drawn of a long curve. */
const MAX_POINTS = 1_000;

/** Draws a curve with its zero line, highest and lowest value. @returns where it ends */
export function drawCurve(
  pdf: PdfDocument,
  { y, title, values, formats }: { y: number; title: string; values: readonly number[]; formats: Formats },
): number {
  if (values.length < 2) return y;
  pdf.text(LEFT, y, title, { font: "bold", size: 11 });
  const [top, right] = [y + 12, PAGE.width - LEFT - 70];
  const [highest, lowest] = [Math.max(0, ...thin(values)), Math.min(0, ...thin(values))];
  const range = highest - lowest || 1;
  const toY = (value: number) => top + ((highest - value) / range) * HEIGHT;
  const points = thin(values);
  const toX = (index: number) => LEFT + (index / (points.length - 1)) * (right - LEFT);
  pdf.line(
    [
      [LEFT, toY(0)],
      [right, toY(0)],
    ],
    { color: ZERO_LINE, width: 0.6 },
  );
  pdf.line(
    points.map((value, index) => [toX(index), toY(value)] as const),
    { color: LINE, width: 1.2 },
  );
  pdf.text(right + 6, toY(highest) + 3, formats.signed(String(highest)), { font: "mono", size: 8 });
  if (lowest < 0)
    pdf.text(right + 6, toY(lowest) + 3, formats.signed(String(lowest)), { font: "mono", size: 8 });
  return top + HEIGHT;
}

/** Evenly chosen values, the last one among them. */
function thin(values: readonly number[]): readonly number[] {
  if (values.length <= MAX_POINTS) return values;
  const step = (values.length - 1) / (MAX_POINTS - 1);
  return Array.from({ length: MAX_POINTS }, (_, index) => values[Math.round(index * step)] ?? 0);
}
