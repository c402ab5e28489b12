import { inflateSync } from "node:zlib";
import { expect, it } from "vitest";
import { PdfDocument } from "@/lib/infra/pdf/pdf-document";

/** The objects of a document by the positions of its table, each checked to begin there. */
function readObjects(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes).toString("latin1");
  const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const [, count = 0] = /^xref\n0 (\d+)\n/.exec(text.slice(table)) ?? [];
  const starts = [...text.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, start]) => Number(start));
  expect(starts).toHaveLength(Number(count) - 1);
  return starts.map((start, index) => {
    const object = text.slice(start, text.indexOf("\nendobj\n", start));
    expect(object.startsWith(`${index + 1} 0 obj\n`)).toBe(true);
    return object;
  });
}

/** What the pages draw. */
function readPages(bytes: Uint8Array): string[] {
  return readObjects(bytes).flatMap((object) => {
    const stream = /\/Length (\d+) .*\nstream\n/.exec(object);
    if (stream === null) return [];
    const start = stream.index + stream[0].length;
    return inflateSync(Buffer.from(object.slice(start, start + Number(stream[1])), "latin1")).toString(
      "latin1",
    );
  });
}

it("has a page for each one added, with what was drawn on it", () => {
  const pdf = new PdfDocument();
  pdf.addPage();
  pdf.text(10, 20, "One (1)", { font: "bold", size: 12 });
  pdf.textEndingAt(100, 20, "12.5");
  pdf.addPage();
  pdf.line(
    [
      [0, 0],
      [10, 42],
    ],
    { color: [1, 0, 0], width: 2 },
  );
  pdf.onEachPage((page) => pdf.text(0, 842, `page ${page}`));
  const bytes = pdf.toBytes("A title");
  const [first = "", second = ""] = readPages(bytes);
  const hex = (text: string) => Buffer.from(text, "latin1").toString("hex");
  expect(first).toContain(`/bold 12 Tf 0.1 0.12 0.16 rg 10.00 822.00 Td <${hex("One (1)")}>`);
  // Four characters of 0.6 × 8 points before x = 100.
  expect(first).toContain(`80.80 822.00 Td <${hex("12.5")}>`);
  expect(second).toContain("1 0 0 RG 2 w 0.00 842.00 m 10.00 800.00 l S");
  expect([first.includes(hex("page 1")), second.includes(hex("page 2"))]).toEqual([true, true]);
  expect(readObjects(bytes)[1]).toContain("/Count 2");
});

it("writes what the standard fonts have, and question marks for the rest", () => {
  const pdf = new PdfDocument();
  pdf.addPage();
  pdf.text(0, 0, "−1 € é 漢");
  expect(readPages(pdf.toBytes("漢"))[0]).toContain("<963120802 0e9203f>".replace(" ", ""));
});
