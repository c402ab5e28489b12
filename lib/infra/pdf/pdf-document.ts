import { deflateSync } from "node:zlib";

/** A4 in points. The origin is at the top left. */
export const PAGE = { width: 595, height: 842 } as const;

/** Fonts that every reader of PDF has. The widths of a character are those of `mono`: 0.6 of the size. */
const FONTS = { text: "Helvetica", bold: "Helvetica-Bold", mono: "Courier" } as const;
const MONO_WIDTH = 0.6;

/** Red, green and blue from 0 to 1. */
export type PdfColor = readonly [number, number, number];
type TextStyle = { font?: keyof typeof FONTS; size?: number; color?: PdfColor };

const BLACK: PdfColor = [0.1, 0.12, 0.16];

/** Characters of Windows-1252 outside Latin-1, by what is written for them. */
const SPECIAL: Readonly<Record<string, number>> = {
  "€": 0x80,
  "…": 0x85,
  "‘": 0x91,
  "’": 0x92,
  "“": 0x93,
  "”": 0x94,
  "•": 0x95,
  "–": 0x96,
  "—": 0x97,
  // The minus sign is not among the characters of the standard fonts.
  "−": 0x96,
};

/** A PDF 1.4 document of text, lines and curves in the standard fonts, without a library. */
export class PdfDocument {
  readonly #pages: string[][] = [];
  #current: string[] = [];

  addPage(): void {
    this.#current = [];
    this.#pages.push(this.#current);
  }

  /** Writes on the current page, the newest one; `y` is the baseline. */
  text(x: number, y: number, text: string, { font = "text", size = 9, color = BLACK }: TextStyle = {}): void {
    this.#draw(`BT /${font} ${size} Tf ${color.join(" ")} rg ${at(x, y)} Td <${encode(text)}> Tj ET`);
  }

  /** Writes in `mono`, so that the text ends at `x`. */
  textEndingAt(x: number, y: number, text: string, { size = 8, color = BLACK }: TextStyle = {}): void {
    this.text(x - [...text].length * MONO_WIDTH * size, y, text, { font: "mono", size, color });
  }

  line(
    points: readonly (readonly [x: number, y: number])[],
    style: { color: PdfColor; width: number },
  ): void {
    const [first, ...others] = points;
    if (first === undefined) return;
    const path = [`${at(...first)} m`, ...others.map((point) => `${at(...point)} l`)].join(" ");
    this.#draw(`${style.color.join(" ")} RG ${style.width} w ${path} S`);
  }

  /** Writes a line on each page, for example its number. */
  onEachPage(draw: (page: number, pages: number) => void): void {
    for (const [index, page] of this.#pages.entries()) {
      this.#current = page;
      draw(index + 1, this.#pages.length);
    }
  }

  toBytes(title: string): Uint8Array<ArrayBuffer> {
    const fonts = Object.values(FONTS);
    const objects: (string | Buffer)[] = [];
    const add = (object: string | Buffer) => objects.push(object);
    // Objects 1 and 2 name the others, whose numbers follow from their order.
    const firstPage = 4 + fonts.length;
    const kids = this.#pages.map((_, index) => `${firstPage + 2 * index} 0 R`);
    add("<< /Type /Catalog /Pages 2 0 R >>");
    add(`<< /Type /Pages /Kids [${kids.join(" ")}] /Count ${kids.length} >>`);
    add(`<< /Title <${encode(title)}> /Producer (Terminal Zero) >>`);
    for (const name of fonts)
      add(`<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`);
    const resources = Object.keys(FONTS).map((key, index) => `/${key} ${4 + index} 0 R`);
    for (const [index, page] of this.#pages.entries()) {
      const content = deflateSync(Buffer.from(page.join("\n"), "latin1"));
      add(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] ` +
          `/Resources << /Font << ${resources.join(" ")} >> >> /Contents ${firstPage + 2 * index + 1} 0 R >>`,
      );
      const head = Buffer.from(`<< /Length ${content.length} /Filter /FlateDecode >>\nstream\n`);
      add(Buffer.concat([head, content, Buffer.from("\nendstream")]));
    }
    return assemble(objects);
  }

  #draw(operators: string): void {
    this.#current.push(operators);
  }
}

function at(x: number, y: number): string {
  return `${x.toFixed(2)} ${(PAGE.height - y).toFixed(2)}`;
}

/** Text as hex of Windows-1252; characters outside it are question marks. */
function encode(text: string): string {
  const bytes = [...text].map((character) => {
    const code = character.codePointAt(0) ?? 0;
    const isLatin = (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff);
    return SPECIAL[character] ?? (isLatin ? code : 0x3f);
  });
  return Buffer.from(bytes).toString("hex");
}

/** The objects with the table of their positions. */
function assemble(objects: readonly (string | Buffer)[]): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [Buffer.from("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "latin1")];
  const starts: number[] = [];
  let size = parts[0]?.length ?? 0;
  for (const [index, object] of objects.entries()) {
    const part = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      Buffer.from(object),
      Buffer.from("\nendobj\n"),
    ]);
    starts.push(size);
    size += part.length;
    parts.push(part);
  }
  const lines = starts.map((start) => `${String(start).padStart(10, "0")} 00000 n \n`);
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${lines.join("")}` +
        `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 3 0 R >>\nstartxref\n${size}\n%%EOF\n`,
    ),
  );
  return new Uint8Array(Buffer.concat(parts));
}
