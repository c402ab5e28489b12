import "server-only";
import type { Readable } from "node:stream";
import { Readable as NodeReadable } from "node:stream";
import { joinList } from "@/lib/core/joined-list";
import type { FileTable } from "@/lib/imports/files/file-table";
import { readBytes } from "@/lib/infra/read-text";
import { AppError } from "@/lib/schemas/api-error";

/** JSON is held whole; a larger journal is exported as CSV. */
const MAX_BYTES = 32 * 1_024 * 1_024;

/** The entries of our own JSON export as a table. @throws AppError `import_unreadable`, `body_too_large` */
export function createJsonTable(open: () => Readable | Promise<Readable>): FileTable {
  return {
    separator: "",
    readRows: async (sink) => {
      const entries = listEntries(await readJson(await open()));
      const [first] = entries;
      if (first === undefined) return;
      const names = Object.keys(first);
      await sink({ line: 1, cells: names });
      for (const [index, entry] of entries.entries()) {
        await sink({ line: index + 2, cells: names.map((name) => showValue(entry[name])) });
      }
    },
  };
}

async function readJson(stream: Readable): Promise<unknown> {
  const body = NodeReadable.toWeb(stream) as ReadableStream<Uint8Array>;
  const bytes = await readBytes({ headers: new Headers(), body }, MAX_BYTES);
  try {
    return JSON.parse(bytes.toString("utf8").replaceAll("\ufeff", ""));
  } catch {
    throw new AppError("import_unreadable", "The file begins like JSON but is not valid JSON.");
  }
}

function listEntries(value: unknown): Record<string, unknown>[] {
  const list = Array.isArray(value) ? value : (value as { entries?: unknown } | null)?.entries;
  return Array.isArray(list) ? list.filter((entry) => typeof entry === "object" && entry !== null) : [];
}

/** A list as the CSV export writes it, a figure by its value. */
function showValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return joinList(value.map(String));
  return typeof value === "object" ? "" : String(value);
}
