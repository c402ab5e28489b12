import { type NextRequest, NextResponse } from "next/server";
import { countCall } from "@/lib/http/count-call";
import { describeError } from "@/lib/http/error-response";
import { assertFreshOrder } from "@/lib/http/latency-guard";
import { API_POLICY, pagePolicy } from "@/lib/http/security-headers";

/** Everything but files, the stream, and the doors that only machines use. */
export const config = {
  matcher: [
    "/((?!_next/static|_next/image|api/stream(?:/|$)|api/queue/|api/cron/|api/pay/webhook(?:/|$)|api/health(?:/|$)|api/metrics(?:/|$)).*)",
  ],
};

/**
 * Thrift, never the only lock: it keeps away from the routes what is not worth their while. Every route checks
 * session, role and ownership itself.
 */
export async function middleware(request: NextRequest): Promise<NextResponse> {
  const requestId = crypto.randomUUID();
  return request.nextUrl.pathname.startsWith("/api/")
    ? answerCall(request, requestId)
    : answerPage(request, requestId);
}

async function answerCall(request: NextRequest, requestId: string): Promise<NextResponse> {
  const { pathname } = request.nextUrl;
  const common = { "x-request-id": requestId, "content-security-policy": API_POLICY };
  try {
    if (request.method === "POST" && pathname === "/api/orders") assertFreshOrder(request.headers);
    const { headers: limits, refusal } = await countCall(request, pathname);
    Object.assign(common, limits);
    if (refusal) throw refusal;
    return withHeaders(passOn(request, { "x-request-id": requestId }), common);
  } catch (error) {
    const { status, body, headers } = describeError(error, { route: pathname, requestId });
    return withHeaders(NextResponse.json(body, { status }), {
      ...common,
      ...headers,
      "cache-control": "no-store",
    });
  }
}

/** Next puts the nonce of the request's policy on every script that it writes into the page. */
function answerPage(request: NextRequest, requestId: string): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = pagePolicy(nonce);
  const given = { "x-request-id": requestId, "x-nonce": nonce, "content-security-policy": policy };
  return withHeaders(passOn(request, given), {
    "x-request-id": requestId,
    "content-security-policy": policy,
  });
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
