import "server-only";
import { randomUUID } from "node:crypto";
import { recordCronRun } from "@/lib/db/admin/cron-runs";
import { hasBearer } from "@/lib/http/has-bearer";
import { recordIfSlow } from "@/lib/http/route/record-if-slow";
import { toErrorResponse } from "@/lib/http/to-error-response";
import { getEnv } from "@/lib/infra/env/env";
import { log } from "@/lib/infra/telemetry/log";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { AppError } from "@/lib/schemas/api-error";

/** Makes a GET route for the scheduler only, and stores how each run ended for the operators. */
export function withCron(
  name: string,
  run: (context: { requestId: string; query: URLSearchParams }) => Promise<Record<string, unknown>>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = randomUUID();
    const headers = { "x-request-id": requestId, "cache-control": "no-store" };
    const startedMs = Date.now();
    try {
      if (!hasBearer(request.headers.get("authorization"), getEnv().CRON_SECRET)) {
        throw new AppError("unauthorized", "This endpoint is for the scheduler.");
      }
      const result = await run({ requestId, query: new URL(request.url).searchParams });
      log.info("cron-run", { name, requestId, durationMs: Date.now() - startedMs, ...result });
      await recordRun(name, startedMs, { ok: true, detail: result });
      return Response.json(result, { headers });
    } catch (error) {
      const { status, body } = toErrorResponse(error, { route: `cron ${name}`, requestId });
      if (status !== 401) await recordRun(name, startedMs, { ok: false, detail: { code: body.error.code } });
      return Response.json(body, { status, headers });
    }
  };
}

/** Stores how a run ended; a failure to store it does not fail the run. */
async function recordRun(
  name: string,
  startedMs: number,
  outcome: { ok: boolean; detail: Record<string, unknown> },
): Promise<void> {
  const run = { name, startedAt: new Date(startedMs), durationMs: Date.now() - startedMs, ...outcome };
  await recordCronRun(run).catch((error) => reportError("cron-run-not-kept", error, { name }));
  await recordIfSlow(`cron ${name}`, startedMs);
}
