import { type NextRequest, NextResponse } from "next/server";
import { assertFreshOrder } from "@/lib/http/limits/assert-fresh-order";
import { findClientIp } from "@/lib/http/limits/client-ip";
import { consumeLimit } from "@/lib/http/limits/consume-limit";
import { SANDBOX_PATH } from "@/lib/http/sandbox-page";
import { API_POLICY, pagePolicy } from "@/lib/http/security-headers";
import { toErrorResponse } from "@/lib/http/to-error-response";
import { AppError } from "@/lib/schemas/api-error";

/** All paths except files, the stream, and the endpoints for machines. */
export const config = {
  // The edge sandbox takes a third of an order's processing time (measured).
  runtime: "nodejs",
  matcher: [
    "/((?!_next/static|_next/image|api/stream(?:/|$)|api/queue/|api/cron/|api/pay/webhook(?:/|$)|api/health(?:/|$)|api/imports$|api/journal/screenshots$|api/metrics(?:/|$)|v5/).*)",
  ],
};

/**
 * Best effort, never the only check: it rejects early what routes would reject. Every route checks limit,
 * session, role and ownership itself.
 */
export async function middleware(request: NextRequest): Promise<NextResponse> {
  const requestId = crypto.randomUUID();
  // No path of ours contains a NUL, and Postgres can't store one.
  if (/%00/.test(request.nextUrl.href)) return new NextResponse("There is no such page.\n", { status: 404 });
  return isApi(request.nextUrl.pathname)
    ? respondToCall(request, requestId)
    : respondWithPage(request, requestId);
}

/** Also true for a path that is one of the API only after decoding. */
function isApi(pathname: string): boolean {
  const decoded = pathname.replace(/%[\da-f]{2}/gi, (code) =>
    String.fromCharCode(Number.parseInt(code.slice(1), 16)),
  );
  return /^\/+api(?:[/\\]|$)/.test(decoded);
}

async function respondToCall(request: NextRequest, requestId: string): Promise<NextResponse> {
  const { pathname } = request.nextUrl;
  const common = { "x-request-id": requestId, "content-security-policy": API_POLICY };
  try {
    // Each route has one spelling, so that checks and routing can't interpret a path differently.
    if (pathname.includes("%")) throw new AppError("not_found", "There is no such path.");
    if (request.method === "POST" && pathname === "/api/orders") assertFreshOrder(request.headers);
    return withHeaders(passOn(request, { "x-request-id": requestId }), common);
  } catch (error) {
    const { status, body, headers } = toErrorResponse(error, { route: pathname, requestId });
    return withHeaders(NextResponse.json(body, { status }), {
      ...common,
      ...headers,
      "cache-control": "no-store",
    });
  }
}

/** Next puts the nonce of the request's policy on every script of the page. */
async function respondWithPage(request: NextRequest, requestId: string): Promise<NextResponse> {
  const nonce = btoa(crypto.randomUUID());
  // The lab's sandbox and what is embedded elsewhere set policies of their own: nothing of ours runs in them.
  if (request.nextUrl.pathname === SANDBOX_PATH || /^\/embed\/[\w-]{1,64}$/.test(request.nextUrl.pathname))
    return passOn(request, { "x-request-id": requestId });
  const policy = pagePolicy(nonce);
  const common = { "x-request-id": requestId, "content-security-policy": policy };
  try {
    // Next takes its own headers of a prefetch off before this runs; `next-url` stays on what its router requests.
    const limit = request.headers.has("next-url") ? "prefetch" : "page";
    await consumeLimit(limit, `ip:${findClientIp(request.headers)}`);
  } catch (error) {
    const { status, body, headers } = toErrorResponse(error, { route: "page", requestId });
    const text = `${body.error.message} Try again in a moment.\n`;
    return withHeaders(new NextResponse(text, { status }), {
      ...common,
      ...headers,
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-store",
    });
  }
  return withHeaders(passOn(request, { ...common, "x-nonce": nonce }), common);
}

function passOn(request: NextRequest, changes: Record<string, string>): NextResponse {
  const headers = new Headers(request.headers);
  for (const [name, value] of Object.entries(changes)) headers.set(name, value);
  return NextResponse.next({ request: { headers } });
}

function withHeaders(response: NextResponse, headers: Record<string, string>): NextResponse {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}
