import { after } from "next/server";
import { findClientIp } from "@/lib/http/limits/client-ip";
import { readText } from "@/lib/infra/read-text";
import { serveV5 } from "@/lib/v5/serve-v5";
import { toWireFault } from "@/lib/v5/wire/to-wire-fault";

export const dynamic = "force-dynamic";

/** More than a batch of twenty orders needs, in bytes. */
const MAX_BYTES = 64 * 1_024;

/** Reads of the Bybit v5 API. */
export const GET = serve;
/** Writes of the Bybit v5 API. */
export const POST = serve;

/**
 * The App Router gives the query with other escapes than it was sent with; `serveV5` knows the spellings of the
 * clients. The gateway has the query as it was sent.
 */
async function serve(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  try {
    const { text, headers, later } = await serveV5({
      method: request.method,
      path: pathname,
      query: search.slice(1),
      isRawQuery: false,
      headers: request.headers,
      body: request.method === "POST" ? await readText(request, MAX_BYTES) : "",
      ip: findClientIp(request.headers),
    });
    for (const work of later) after(work);
    return new Response(text, { headers });
  } catch (error) {
    const { retCode, message } = toWireFault(error, pathname);
    const body = { retCode, retMsg: message, result: {}, retExtInfo: {}, time: Date.now() };
    return Response.json(body, { headers: { "cache-control": "no-store" } });
  }
}
