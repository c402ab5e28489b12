import { PAGE, type PdfColor, type PdfDocument } from "@/lib/infra/pdf/pdf-document";

export type ReportTable = {
  title: string;
  columns: readonly { name: string; width: number; isNumber?: boolean }[];
  rows: readonly (readonly string[])[];
};

const GREY: PdfColor = [0.4, 0.44, 0.5];
const RULE: PdfColor = [0.85, 0.87, 0.9];
const LEFT = 42;
const ROW = 13;
/** Below this no row begins. */
const BOTTOM = PAGE.height - 48;
/** Characters of 8 points of the fixed-width font that a point of a column holds. */
const CHARACTERS_PER_POINT = 1 / (0.6 * 8);

/** Draws a table from `y` on, over as many pages as it needs; nothing without rows. @returns where it ends */
export function drawTable(pdf: PdfDocument, { title, columns, rows }: ReportTable, y: number): number {
  if (rows.length === 0) return y - 24;
  let top = y;
  if (top > BOTTOM - 3 * ROW) {
    pdf.addPage();
    top = 58;
  }
  pdf.text(LEFT, top, title, { font: "bold", size: 11 });
  top = drawHead(pdf, columns, top + 18);
  for (const row of rows) {
    if (top > BOTTOM) {
      pdf.addPage();
      top = drawHead(pdf, columns, 58);
    }
    drawRow(pdf, columns, row, top);
    top += ROW;
  }
  return top;
}

function drawHead(pdf: PdfDocument, columns: ReportTable["columns"], y: number): number {
  let x = LEFT;
  for (const { name, width, isNumber } of columns) {
    if (isNumber) pdf.textEndingAt(x + width, y, shorten(name, width), { size: 8, color: GREY });
    else pdf.text(x, y, shorten(name, width), { size: 8, color: GREY });
    x += width;
  }
  pdf.line(
    [
      [LEFT, y + 4],
      [x, y + 4],
    ],
    { color: RULE, width: 0.6 },
  );
  return y + ROW + 3;
}

function drawRow(pdf: PdfDocument, columns: ReportTable["columns"], row: readonly string[], y: number): void {
  let x = LEFT;
  for (const [index, { width, isNumber }] of columns.entries()) {
    const text = shorten(row[index] ?? "", width);
    if (isNumber) pdf.textEndingAt(x + width, y, text);
    else pdf.text(x, y, text, { font: "mono", size: 8 });
    x += width;
  }
}

/** A text that fits into a column. */
function shorten(text: string, width: number): string {
  const most = Math.floor(width * CHARACTERS_PER_POINT) - 1;
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}
