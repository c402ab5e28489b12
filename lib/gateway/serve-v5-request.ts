import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { findClientIp } from "@/lib/http/limits/client-ip";
import { toHeaders } from "@/lib/http/to-headers";
import { readText } from "@/lib/infra/read-text";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { serveV5 } from "@/lib/v5/serve-v5";
import { toWireFault } from "@/lib/v5/wire/to-wire-fault";

/** More than a batch of twenty orders needs, in bytes. */
const MAX_BYTES = 64 * 1_024;

/** Serves one REST call of `/v5`, with the query exactly as it was sent. */
export async function serveV5Request(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = "/", ...rest] = (request.url ?? "/").split("?");
  try {
    const headers = toHeaders(request);
    const {
      text,
      headers: answered,
      later,
    } = await serveV5({
      method: request.method ?? "GET",
      path,
      query: rest.join("?"),
      isRawQuery: true,
      headers,
      body:
        request.method === "POST"
          ? await readText({ headers, body: request.iterator({ destroyOnReturn: false }) }, MAX_BYTES)
          : "",
      ip: findClientIp(headers),
    });
    response.writeHead(200, answered).end(text);
    for (const work of later) void work().catch((error) => reportError("v5-work-failed", error));
  } catch (error) {
    const { retCode, message } = toWireFault(error, path);
    const body = { retCode, retMsg: message, result: {}, retExtInfo: {}, time: Date.now() };
    response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify(body));
  }
}
