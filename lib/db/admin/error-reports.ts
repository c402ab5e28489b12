import "server-only";
import { getDb } from "@/lib/db/client";
import type { ErrorReport } from "@/lib/db/generated/client";

/** Reports that are stored; the oldest are deleted. */
const MAX_STORED = 500;
const LISTED = 20;

/** Adds failures to those stored, by what failed and where. */
export async function recordErrors(reports: readonly ErrorReport[]): Promise<void> {
  if (reports.length === 0) return;
  const rows = JSON.stringify(reports);
  await getDb().$executeRaw`
    INSERT INTO "ErrorReport" ("event", "route", "message", "stack", "count", "firstAt", "lastAt")
    SELECT "event", "route", "message", "stack", "count", "firstAt", "lastAt" FROM jsonb_to_recordset(${rows}::jsonb)
      AS r ("event" text, "route" text, "message" text, "stack" text, "count" int, "firstAt" timestamptz, "lastAt" timestamptz)
    ON CONFLICT ("event", "route") DO UPDATE SET "message" = EXCLUDED."message", "stack" = EXCLUDED."stack",
      "count" = "ErrorReport"."count" + EXCLUDED."count", "lastAt" = EXCLUDED."lastAt"`;
  await getDb().$executeRaw`
    DELETE FROM "ErrorReport" WHERE "lastAt" <
      (SELECT "lastAt" FROM "ErrorReport" ORDER BY "lastAt" DESC OFFSET ${MAX_STORED} LIMIT 1)`;
}

/** The newest failures. */
export function listErrors(): Promise<ErrorReport[]> {
  return getDb().errorReport.findMany({ orderBy: { lastAt: "desc" }, take: LISTED });
}
