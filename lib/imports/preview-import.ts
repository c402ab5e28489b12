import "server-only";
import type { ImportItem } from "@/lib/core/import/import-item";
import { TripBuilder } from "@/lib/core/import/trip-builder";
import { toRejectDto, toSampleDto } from "@/lib/imports/import-dto";
import { joinCells } from "@/lib/imports/join-cells";
import { readSurvey } from "@/lib/imports/read-survey";
import type { SurveyedUpload } from "@/lib/imports/survey-upload";
import type { ImportPreview } from "@/lib/schemas/imports";

const SAMPLE = 20;
/** Items that are held to count round trips; a larger file is counted once it is stored. */
const MAX_HELD = 20_000;

/** What an import would do, without writing anything. */
export async function previewImport(upload: SurveyedUpload): Promise<ImportPreview> {
  const { plan, needs, zoneName } = upload;
  const held: ImportItem[] = [];
  const rejects: ImportPreview["rejects"] = [];
  const counts = { items: 0, ignored: 0, rejected: 0 };
  await readSurvey(upload, (outcome, row) => {
    if (outcome.kind === "ignored") counts.ignored += 1;
    else if (outcome.kind === "item") {
      counts.items += 1;
      if (held.length < MAX_HELD) held.push(outcome.item);
    } else {
      counts.rejected += 1;
      const { line, code } = outcome;
      if (rejects.length < SAMPLE) rejects.push(toRejectDto({ line, code, text: joinCells(row.cells) }));
    }
  });
  return {
    source: plan.table.source.id,
    needs: [...needs],
    zone: zoneName,
    rows: counts.items + counts.rejected,
    ignored: counts.ignored,
    rejected: counts.rejected,
    trades: counts.items > held.length ? null : countTrips(held, plan.order),
    sample: held.slice(0, SAMPLE).map(toSampleDto),
    rejects,
  };
}

function countTrips(items: readonly ImportItem[], order: "oldest-first" | "newest-first"): number {
  const step = order === "oldest-first" ? 1 : -1;
  const builders = new Map<string, TripBuilder>();
  for (const item of [...items].sort((a, b) => a.atMs - b.atMs || (a.line - b.line) * step)) {
    const builder = builders.get(item.symbol) ?? new TripBuilder();
    builders.set(item.symbol, builder);
    builder.add({ ...item, number: item.line });
  }
  return [...builders.values()].reduce((sum, { trips }) => sum + trips.length, 0);
}
