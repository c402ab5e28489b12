import "server-only";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createJsonTable } from "@/lib/imports/files/create-json-table";
import { createSinkStream } from "@/lib/imports/files/create-sink-stream";
import { createTextDecoder, listEncodings, type TextEncoding } from "@/lib/imports/files/decode-text";
import type { FileTable } from "@/lib/imports/files/file-table";
import { openWorkbook } from "@/lib/imports/files/open-workbook";
import { CSV_SEPARATORS, createCsvTable } from "@/lib/imports/files/read-csv";
import { createHtmlRows } from "@/lib/imports/files/read-markup";
import { ZipArchive } from "@/lib/imports/files/zip-archive";
import { AppError } from "@/lib/schemas/api-error";

const HEAD_BYTES = 64 * 1_024;
/** The parser makes rows of a whole chunk at once, and what waits when V8 collects young objects ends among the old ones. */
const CHUNK_BYTES = 16 * 1_024;
const TEXT_FILE = /\.(csv|tsv|txt|html?|json)$/i;

/** An uploaded file as the tables that it may be read as; `close` once it is read. */
export type OpenedUpload = { tables: readonly FileTable[]; close: () => void };

/** The ways in which a file may be read, by its content alone. @throws AppError `import_unknown_format` */
export async function openUpload(path: string): Promise<OpenedUpload> {
  const head = await readHead(path);
  if (head.length === 0) throw new AppError("import_unknown_format", "The file is empty.");
  if (!head.subarray(0, 4).equals(Buffer.from("PK\u0003\u0004"))) {
    return {
      tables: openText(head, () => createReadStream(path, { highWaterMark: CHUNK_BYTES })),
      close: () => {},
    };
  }
  const archive = await ZipArchive.open(path);
  try {
    const sheets = await openWorkbook(archive);
    return { tables: sheets ?? (await openArchive(archive)), close: () => archive.close() };
  } catch (error) {
    archive.close();
    throw error;
  }
}

async function openArchive(archive: ZipArchive): Promise<FileTable[]> {
  const files = archive.names.filter((name) => TEXT_FILE.test(name) && !name.includes("__MACOSX"));
  const [name] = files;
  if (name === undefined || files.length > 1) {
    const message =
      name === undefined
        ? "The archive has no file of trades."
        : "The archive has several files. Unpack it and import each of them.";
    throw new AppError("import_unknown_format", message);
  }
  const head = await readFirst(await archive.read(name));
  return openText(head, () => archive.read(name));
}

function openText(head: Buffer, openBytes: () => Readable | Promise<Readable>): FileTable[] {
  return listEncodings(head).flatMap((encoding) => {
    const start = new TextDecoder(encoding).decode(head).replaceAll("\ufeff", "").trimStart();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
    if (/[\u0000-\u0008\u000e-\u001f]/.test(start.slice(0, 4_096))) return [];
    if (start.startsWith("<")) return [createHtmlTable(openBytes, encoding)];
    if (start.startsWith("{") || start.startsWith("[")) return [createJsonTable(openBytes)];
    return CSV_SEPARATORS.filter((separator) => start.includes(separator)).map((separator) =>
      createCsvTable(openBytes, { encoding, separator }),
    );
  });
}

function createHtmlTable(openBytes: () => Readable | Promise<Readable>, encoding: TextEncoding): FileTable {
  return {
    separator: "",
    readRows: async (sink) =>
      pipeline(await openBytes(), createTextDecoder(encoding), createHtmlRows(), createSinkStream(sink)),
  };
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function readFirst(stream: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    stream.once("data", (chunk: Buffer) => {
      resolve(chunk.subarray(0, HEAD_BYTES));
      stream.destroy();
    });
    stream.once("end", () => resolve(Buffer.alloc(0)));
    stream.once("error", reject);
  });
}
