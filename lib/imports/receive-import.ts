import "server-only";
import { randomUUID } from "node:crypto";
import { findImport } from "@/lib/db/imports/imports";
import { commitImport } from "@/lib/imports/commit-import";
import { openUpload } from "@/lib/imports/files/open-upload";
import { toImportDto } from "@/lib/imports/import-dto";
import { openImportPortfolio } from "@/lib/imports/open-import-portfolio";
import { previewImport } from "@/lib/imports/preview-import";
import { runOneImport } from "@/lib/imports/run-one-import";
import { spoolUpload } from "@/lib/imports/spool-upload";
import { type SurveyedUpload, surveyUpload } from "@/lib/imports/survey-upload";
import { AppError } from "@/lib/schemas/api-error";
import type { ImportDto, ImportPreview, ImportQuery } from "@/lib/schemas/imports";

/**
 * Takes a file of trades as the body of a request: a preview writes nothing, a commit imports it.
 *
 * @throws AppError `import_running` while another file of the user is read, `import_needs_choice` for a commit without what
 * the file leaves open, `import_limit_reached`, and those of reading
 */
export async function receiveImport(
  userId: string,
  request: Request,
  query: ImportQuery,
): Promise<ImportPreview | ImportDto> {
  const { mode, id = randomUUID() } = query;
  if (mode === "commit") {
    const known = await findImport(userId, id);
    if (known !== null) return toImportDto(known);
  }
  return runOneImport(userId, () =>
    spoolUpload(request, async ({ path, bytes }) => {
      const upload = await openUpload(path);
      try {
        const surveyed = await surveyUpload(upload, query);
        if (mode === "preview") return await previewImport(surveyed);
        return await commitSurveyed(userId, surveyed, { query, id, bytes });
      } finally {
        upload.close();
      }
    }),
  );
}

async function commitSurveyed(
  userId: string,
  surveyed: SurveyedUpload,
  { query, id, bytes }: { query: ImportQuery; id: string; bytes: number },
): Promise<ImportDto> {
  const { needs, plan } = surveyed;
  if (needs.length > 0) {
    const message = `The file leaves open: ${needs.map((need) => NEED_TEXTS[need]).join(", ")}. Choose and send it again.`;
    throw new AppError("import_needs_choice", message, { needs });
  }
  const { fileName, capital } = query;
  const portfolioId = await openImportPortfolio(userId, { ledger: plan.table.source.ledger, capital });
  await commitImport(surveyed, { portfolioId, id, userId, fileName, bytes });
  const row = await findImport(userId, id);
  if (row === null) throw new AppError("not_found", "The import was undone while it was read.");
  return toImportDto(row);
}

const NEED_TEXTS = {
  zone: "the time zone of its times (zone)",
  dayOrder: "whether its dates have the day or the month first (dayOrder)",
  symbol: "the market of its trades (symbol)",
} as const;
