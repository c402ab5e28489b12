import "server-only";
import { undoImport } from "@/lib/db/imports/change-imports";
import { findImport, findImports, findRejects, type ImportRow } from "@/lib/db/imports/imports";
import { toImportDto, toRejectDto } from "@/lib/imports/import-dto";
import { writeTable } from "@/lib/infra/write-table";
import { AppError } from "@/lib/schemas/api-error";
import type { ImportDetail, ImportDto } from "@/lib/schemas/imports";

const SHOWN_REJECTS = 100;
const EXPORTED_REJECTS = 100_000;

/** A user's imports, newest first. */
export async function listImportsOf(userId: string): Promise<ImportDto[]> {
  return (await findImports(userId)).map(toImportDto);
}

/** One import with its first rejected rows. @throws AppError `not_found`, also for another user's */
export async function readImportDetail(userId: string, id: string): Promise<ImportDetail> {
  const row = await requireImport(userId, id);
  const rejects = await findRejects(row, { limit: SHOWN_REJECTS });
  return { ...toImportDto(row), rejects: rejects.map(toRejectDto) };
}

/** The rejected rows of an import as CSV, each with its reason. @throws AppError `not_found` */
export async function exportRejects(userId: string, id: string): Promise<string> {
  const rejects = await findRejects(await requireImport(userId, id), { limit: EXPORTED_REJECTS });
  const rows = rejects.map(toRejectDto).map(({ line, code, reason, text }) => [line, code, reason, text]);
  return writeTable(["line", "code", "reason", "row"], rows);
}

/** Takes an import and its trades away. @throws AppError `not_found`, `import_running` */
export async function deleteImport(userId: string, id: string): Promise<void> {
  const row = await requireImport(userId, id);
  if (row.status !== "done") throw new AppError("import_running", "The file is still being read.");
  await undoImport(row);
}

async function requireImport(userId: string, id: string): Promise<ImportRow> {
  const row = await findImport(userId, id);
  if (row === null) throw new AppError("not_found", "There is no such import.");
  return row;
}
