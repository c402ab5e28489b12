import "server-only";
import { ItemReader, type ReadOutcome } from "@/lib/core/import/item-reader";
import type { FileRow } from "@/lib/core/import/recognise-table";
import type { SurveyedUpload } from "@/lib/imports/survey-upload";

/** Reads every row of a surveyed file in its order; `take` may hold the reading until it has stored a part. */
export async function readSurvey(
  { table, plan }: SurveyedUpload,
  take: (outcome: Exclude<ReadOutcome, { kind: "outside" }>, row: FileRow) => void | Promise<void>,
): Promise<void> {
  const reader = new ItemReader(plan);
  await table.readRows((row) => {
    const outcome = reader.read(row);
    return outcome.kind === "outside" ? undefined : take(outcome, row);
  });
  for (const { line, code } of reader.finish())
    await take({ kind: "fault", line, code }, { line, cells: [] });
}
