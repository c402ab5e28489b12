import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatRounded } from "@/lib/core/decimal";
import type { ImportItem } from "@/lib/core/import/import-item";
import { TripBuilder } from "@/lib/core/import/trip-builder";
import { openUpload } from "@/lib/imports/files/open-upload";
import { readSurvey } from "@/lib/imports/read-survey";
import { surveyUpload } from "@/lib/imports/survey-upload";
import type { ImportChoices } from "@/lib/schemas/imports";

/** Reads a file as an import does, and builds its round trips in memory. Figures are rounded text. */
export async function readImport(
  content: string | Buffer,
  choices: ImportChoices & { fileName?: string } = {},
) {
  const path = join(tmpdir(), `import-${randomUUID()}`);
  await writeFile(path, content);
  try {
    const upload = await openUpload(path);
    try {
      const surveyed = await surveyUpload(upload, { fileName: "trades.csv", ...choices });
      const items: ImportItem[] = [];
      const faults: string[] = [];
      let ignored = 0;
      await readSurvey(surveyed, (outcome) => {
        if (outcome.kind === "item") items.push(outcome.item);
        else if (outcome.kind === "fault") faults.push(`${outcome.line} ${outcome.code}`);
        else ignored += 1;
      });
      const { plan, needs, zoneName: zone } = surveyed;
      return {
        source: plan.table.source.id,
        needs,
        zone,
        items,
        faults,
        ignored,
        ...build(items, plan.order),
      };
    } finally {
      upload.close();
    }
  } finally {
    await rm(path, { force: true });
  }
}

function build(items: readonly ImportItem[], order: "oldest-first" | "newest-first") {
  const builders = new Map<string, TripBuilder>();
  const step = order === "oldest-first" ? 1 : -1;
  const sorted = [...items].sort((a, b) => a.atMs - b.atMs || (a.line - b.line) * step);
  for (const item of sorted) {
    const builder = builders.get(item.symbol) ?? new TripBuilder();
    builders.set(item.symbol, builder);
    builder.add({ ...item, number: item.line });
  }
  const all = [...builders.values()];
  const trips = all
    .flatMap((builder) => builder.trips)
    .sort((a, b) => a.atMs - b.atMs)
    .map((trip) => ({
      symbol: trip.symbol,
      side: trip.side,
      qty: formatRounded(trip.qty),
      entry: formatRounded(trip.entryPrice),
      exit: formatRounded(trip.exitPrice),
      gross: formatRounded(trip.gross),
      fees: formatRounded(trip.fees),
      funding: formatRounded(trip.funding),
      opened: new Date(trip.openedAtMs).toISOString(),
      closed: new Date(trip.atMs).toISOString(),
      reason: trip.reason,
    }));
  const unused = all.flatMap((builder) => builder.unused.map(({ number, code }) => `${number} ${code}`));
  const open = all.reduce((sum, builder) => sum + builder.openCount, 0);
  return { trips, unused, open };
}
