import "server-only";
import type { ReadingPlan } from "@/lib/core/import/item-reader";
import type { DayOrder } from "@/lib/core/import/read-clock-time";
import { readFileName } from "@/lib/core/import/read-file-name";
import { type RecognisedTable, TableSearch } from "@/lib/core/import/recognise-table";
import { SurveyedTable, type TableSurvey } from "@/lib/core/import/survey-table";
import type { FileZone } from "@/lib/core/import/zone-clock";
import type { FileTable } from "@/lib/imports/files/file-table";
import type { OpenedUpload } from "@/lib/imports/files/open-upload";
import { AppError } from "@/lib/schemas/api-error";
import type { ImportChoices, ImportNeed } from "@/lib/schemas/imports";

/** A file whose kind and way of writing are known. */
export type SurveyedUpload = {
  table: FileTable;
  survey: TableSurvey;
  plan: ReadingPlan;
  /** What the file leaves open and the trader has not chosen; values of the plan for it are provisional. */
  needs: readonly ImportNeed[];
  /** The zone of the times as shown. */
  zoneName: string;
};

/** @throws AppError `import_unknown_format`, and those of reading */
export async function surveyUpload(
  { tables }: OpenedUpload,
  choices: ImportChoices & { fileName: string },
): Promise<SurveyedUpload> {
  const { table, recognised } = await findTable(tables);
  const surveyed = new SurveyedTable(recognised, table.separator);
  await table.readRows((row) => {
    if (row.line > recognised.headerLine) surveyed.see(row);
  });
  const survey = surveyed.finish();
  const named = readFileName(choices.fileName);
  const zone = pickZone({ recognised, survey, named: named.offsetMs, chosen: choices.zone });
  const symbol = choices.symbol ?? named.symbol;
  const dayOrder: DayOrder | null = survey.dayOrder ?? choices.dayOrder ?? null;
  const needs: ImportNeed[] = [];
  if (zone === null) needs.push("zone");
  if (dayOrder === null) needs.push("dayOrder");
  if (recognised.source.needsSymbol && symbol === null) needs.push("symbol");
  const plan = {
    table: recognised,
    mark: survey.mark,
    order: survey.order,
    dayOrder: dayOrder ?? "dmy",
    zone: zone ?? { offsetMs: 0 },
    symbol: symbol ?? "UNKNOWN",
  };
  return { table, survey, plan, needs, zoneName: nameZone(zone, survey) };
}

async function findTable(
  tables: readonly FileTable[],
): Promise<{ table: FileTable; recognised: RecognisedTable }> {
  for (const table of tables) {
    const recognised = await searchTable(table);
    if (recognised !== null) return { table, recognised };
  }
  const message = "The file is none of the exports that can be imported, or its headings were changed.";
  throw new AppError("import_unknown_format", message);
}

/** Ends a reading early; caught where it was begun. */
class EnoughRows extends Error {
  override readonly name = "EnoughRows";
}

async function searchTable(table: FileTable): Promise<RecognisedTable | null> {
  const search = new TableSearch();
  let found: RecognisedTable | null = null;
  try {
    await table.readRows((row) => {
      found = search.see(row);
      if (found !== null || search.isOver) throw new EnoughRows();
    });
  } catch (error) {
    if (!(error instanceof EnoughRows)) throw error;
    return found;
  }
  return search.finish();
}

/** The file's own zone, else the chosen one; null where neither is known. */
function pickZone(known: {
  recognised: RecognisedTable;
  survey: TableSurvey;
  named: number | null;
  chosen: string | undefined;
}): FileZone | null {
  const { recognised, survey, named, chosen } = known;
  const offsetMs = recognised.offsetMs ?? named;
  if (offsetMs !== null) return { offsetMs };
  if (survey.hasOffsets) return { offsetMs: 0 };
  return chosen === undefined ? null : { zone: chosen };
}

function nameZone(zone: FileZone | null, survey: TableSurvey): string {
  if (zone === null) return "";
  if ("zone" in zone) return zone.zone;
  if (survey.hasOffsets || zone.offsetMs === 0) return "UTC";
  const minutes = Math.abs(zone.offsetMs) / 60_000;
  const rest = minutes % 60 === 0 ? "" : `:${String(minutes % 60).padStart(2, "0")}`;
  return `UTC${zone.offsetMs > 0 ? "+" : "−"}${Math.floor(minutes / 60)}${rest}`;
}
