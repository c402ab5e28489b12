import "server-only";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createSinkStream } from "@/lib/imports/files/create-sink-stream";
import { createTextDecoder } from "@/lib/imports/files/decode-text";
import { type FileTable, MAX_CELLS } from "@/lib/imports/files/file-table";
import { assertCellSize, createMarkupTransform, type MarkupHandler } from "@/lib/imports/files/read-markup";
import type { ZipArchive } from "@/lib/imports/files/zip-archive";
import { AppError } from "@/lib/schemas/api-error";

const SHEET = /^xl\/worksheets\/[^/]+\.xml$/;
const MAX_SHARED_CHARS = 64 * 1_024 * 1_024;
const MAX_STYLES = 65_536;
const DAY_MS = 86_400_000;
/** Built-in number formats that show a date. */
const DATE_FORMATS = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 30, 36, 45, 46, 47, 50, 57]);
/** Day 0 of a workbook's calendar. */
const EPOCHS = { windows: Date.UTC(1899, 11, 30), mac: Date.UTC(1904, 0, 1) } as const;

/** What cells refer to: shared texts, and which styles show dates. */
type Workbook = { texts: readonly string[]; isDate: readonly boolean[]; epochMs: number };

/** The sheets of a workbook as tables, or null when the archive is none. */
export async function openWorkbook(archive: ZipArchive): Promise<FileTable[] | null> {
  const sheets = archive.names.filter((name) => SHEET.test(name)).sort();
  if (sheets.length === 0) return null;
  const workbook = await readWorkbook(archive);
  return sheets.map((name) => ({
    separator: "",
    readRows: async (sink) => {
      const rows = createMarkupTransform((push) => createSheetHandler(workbook, push), { isXml: true });
      await pipeline(await archive.read(name), createTextDecoder("utf-8"), rows, createSinkStream(sink));
    },
  }));
}

async function readWorkbook(archive: ZipArchive): Promise<Workbook> {
  const texts: string[] = [];
  const isDate: boolean[] = [];
  let epochMs: number = EPOCHS.windows;
  await readPart(archive, "xl/sharedStrings.xml", createSharedHandler(texts));
  await readPart(archive, "xl/styles.xml", createStyleHandler(isDate));
  await readPart(archive, "xl/workbook.xml", {
    open: (name, { date1904 }) => {
      if (name === "workbookPr" && /^(1|true)$/.test(date1904 ?? "")) epochMs = EPOCHS.mac;
    },
    text: () => {},
    close: () => {},
  });
  return { texts, isDate, epochMs };
}

async function readPart(archive: ZipArchive, name: string, handler: MarkupHandler): Promise<void> {
  if (!archive.names.includes(name)) return;
  const source: Readable = await archive.read(name);
  const parts = createMarkupTransform(() => handler, { isXml: true });
  await pipeline(
    source,
    createTextDecoder("utf-8"),
    parts,
    createSinkStream(() => {}),
  );
}

function createSharedHandler(texts: string[]): MarkupHandler {
  let text: string | null = null;
  let isPhonetic = false;
  let chars = 0;
  return {
    open: (name) => {
      if (name === "si") text = "";
      if (name === "rPh") isPhonetic = true;
    },
    text: (part) => {
      if (text === null || isPhonetic) return;
      text = assertCellSize(text + part);
      chars += part.length;
      if (chars <= MAX_SHARED_CHARS) return;
      throw new AppError(
        "import_unpacks_too_large",
        "The spreadsheet has more text than any export of trades.",
      );
    },
    close: (name) => {
      if (name === "rPh") isPhonetic = false;
      if (name !== "si" || text === null) return;
      texts.push(text);
      text = null;
    },
  };
}

function createStyleHandler(isDate: boolean[]): MarkupHandler {
  const dateFormats = new Set(DATE_FORMATS);
  let isInCells = false;
  return {
    open: (name, { numFmtId = "0", formatCode = "" }) => {
      const shown = formatCode.replace(/"[^"]{0,40}"|\[[^\]]{0,40}\]|\\./g, "");
      if (name === "numFmt" && /[ymdhs]/i.test(shown)) dateFormats.add(Number(numFmtId));
      if (name === "cellXfs") isInCells = true;
      if (name === "xf" && isInCells && isDate.length < MAX_STYLES)
        isDate.push(dateFormats.has(Number(numFmtId)));
    },
    text: () => {},
    close: (name) => {
      if (name === "cellXfs") isInCells = false;
    },
  };
}

function createSheetHandler(
  workbook: Workbook,
  push: (row: { line: number; cells: string[] }) => void,
): MarkupHandler {
  let line = 0;
  let cells: string[] = [];
  let place = 0;
  let cell = { type: "", style: 0, text: "" };
  let isValue = false;
  return {
    open: (name, { r = "", t = "n", s = "0" }) => {
      if (name === "row") {
        line = Number(r) || line + 1;
        cells = [];
      } else if (name === "c") {
        place = r === "" ? cells.length : columnOf(r);
        cell = { type: t, style: Number(s), text: "" };
      } else if (name === "v" || name === "t") {
        isValue = true;
      }
    },
    text: (text) => {
      if (isValue) cell.text = assertCellSize(cell.text + text);
    },
    close: (name) => {
      if (name === "v" || name === "t") isValue = false;
      if (name === "c" && place < MAX_CELLS) {
        while (cells.length < place) cells.push("");
        cells[place] = showCell(cell, workbook);
      }
      if (name === "row") push({ line, cells });
    },
  };
}

function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? "";
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function showCell(cell: { type: string; style: number; text: string }, workbook: Workbook): string {
  if (cell.type === "s") return workbook.texts[Number(cell.text)] ?? "";
  if (cell.type !== "n" || cell.text === "") return cell.text;
  if (workbook.isDate[cell.style]) {
    const atMs = Math.round((workbook.epochMs + Number(cell.text) * DAY_MS) / 1_000) * 1_000;
    return Number.isFinite(atMs) && Math.abs(atMs) < 8e15 ? new Date(atMs).toISOString().slice(0, 19) : "";
  }
  // A number of a spreadsheet has a point before its fraction, whatever its country: three places after it
  // must not look like a group of thousands.
  return /^-?\d{1,3}\.\d{3}$/.test(cell.text) ? `${cell.text}0` : cell.text;
}
