import "server-only";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { MAX_JSON_BYTES } from "@/lib/http/read-json-body";
import { acceptOrder } from "@/lib/http/route/accept-order";
import { toErrorResponse } from "@/lib/http/to-error-response";
import { toHeaders } from "@/lib/http/to-headers";
import { readText } from "@/lib/infra/read-text";

const PATH = "/api/orders";
/** More than the response to an order has. */
const MAX_RESPONSE_BYTES = 4 * 1_024 * 1_024;
/** What Next adds to every response. */
const COMMON = { "x-content-type-options": "nosniff" };

/** Serves `POST /api/orders` by the function of the route handler. */
export async function serveOrder(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = toHeaders(request);
  try {
    const body = await readText(
      { headers, body: request.iterator({ destroyOnReturn: false }) },
      MAX_JSON_BYTES,
    );
    const answer = await acceptOrder(new Request(`http://gateway${PATH}`, { method: "POST", headers, body }));
    const text = await readText(answer, MAX_RESPONSE_BYTES);
    response.writeHead(answer.status, { ...COMMON, ...Object.fromEntries(answer.headers) }).end(text);
  } catch (error) {
    const { status, body, headers } = toErrorResponse(error, { route: PATH, requestId: randomUUID() });
    const json = { "content-type": "application/json", "cache-control": "no-store" };
    response.writeHead(status, { ...COMMON, ...json, ...headers }).end(JSON.stringify(body));
  }
}
