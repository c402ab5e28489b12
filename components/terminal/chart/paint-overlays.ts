/**
 * Paints the lines and drawings that lie over the chart, as they are shown: the chart's own picture has only its
 * canvas. `frame` contains them; coordinates are those of its pane.
 */
export function paintOverlays(context: CanvasRenderingContext2D, frame: HTMLElement): void {
  const drawings = frame.querySelector<SVGSVGElement>("svg[data-drawings]");
  const pane = drawings?.getBoundingClientRect();
  if (drawings && pane) {
    context.save();
    context.beginPath();
    context.rect(0, 0, pane.width, pane.height);
    context.clip();
    for (const shape of drawings.querySelectorAll<SVGElement>("line, rect, path, text")) {
      paintShape(context, shape);
    }
    context.restore();
  }
  const lines = [...frame.querySelectorAll<HTMLElement>("[data-trade-line]")].flatMap(measureLine);
  for (const line of lines) paintLine(context, line);
  // A label lies over the lines of all others.
  for (const line of lines) paintLabel(context, line);
}

function paintShape(context: CanvasRenderingContext2D, shape: SVGElement): void {
  const { stroke, strokeWidth, fill, fillOpacity, fontSize, fontFamily } = getComputedStyle(shape);
  if (stroke === "rgba(0, 0, 0, 0)") return;
  const read = (name: string) => Number(shape.getAttribute(name));
  context.strokeStyle = stroke;
  context.fillStyle = fill;
  context.lineWidth = Number.parseFloat(strokeWidth);
  if (shape.tagName === "text") {
    context.font = `${fontSize} ${fontFamily}`;
    context.fillText(shape.textContent ?? "", read("x"), read("y"));
    return;
  }
  const path = new Path2D(shape.tagName === "path" ? (shape.getAttribute("d") ?? "") : undefined);
  if (shape.tagName === "rect") path.rect(read("x"), read("y"), read("width"), read("height"));
  if (shape.tagName === "line") {
    path.moveTo(read("x1"), read("y1"));
    path.lineTo(read("x2"), read("y2"));
  }
  if (fill !== "none" && shape.tagName !== "line") {
    context.globalAlpha = Number(fillOpacity);
    context.fill(path);
    context.globalAlpha = 1;
  }
  context.stroke(path);
}

type MeasuredLine = { y: number; pane: DOMRect; isDashed: boolean; label: HTMLElement };

/** A line that is shown, with its place; none for another. */
function measureLine(line: HTMLElement): MeasuredLine[] {
  const pane = line.parentElement?.getBoundingClientRect();
  const label = line.querySelector<HTMLElement>("[data-label]");
  if (!pane || !label || line.style.visibility === "hidden") return [];
  const y = (line.firstElementChild ?? line).getBoundingClientRect().top - pane.top;
  const isDashed = line.dataset.isDashed !== undefined;
  return y < 0 || y > pane.height ? [] : [{ y, pane, isDashed, label }];
}

function paintLine(context: CanvasRenderingContext2D, { y, pane, isDashed, label }: MeasuredLine): void {
  context.strokeStyle = getComputedStyle(label).color;
  context.lineWidth = 1;
  context.setLineDash(isDashed ? [4, 3] : []);
  context.beginPath();
  context.moveTo(0, Math.round(y) + 0.5);
  context.lineTo(pane.width, Math.round(y) + 0.5);
  context.stroke();
  context.setLineDash([]);
}

function paintLabel(context: CanvasRenderingContext2D, { pane, label }: MeasuredLine): void {
  const box = label.getBoundingClientRect();
  const { color, fontFamily, backgroundColor, borderTopColor } = getComputedStyle(label);
  const [left, top] = [box.left - pane.left, box.top - pane.top];
  context.fillStyle = backgroundColor;
  context.fillRect(left, top, box.width, box.height);
  context.strokeStyle = borderTopColor;
  context.strokeRect(left, top, box.width, box.height);
  context.fillStyle = color;
  context.font = `11px ${fontFamily}`;
  context.textBaseline = "middle";
  const parts = [...label.childNodes].map((node) => node.textContent?.trim()).filter(Boolean);
  // One font for all parts, in the width that they have on the page.
  context.fillText(parts.join(" "), left + 4, top + box.height / 2, box.width - 8);
}
