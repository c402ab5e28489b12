import { endMails } from "@/lib/db/mails/end-mails";
import { findRequestId } from "@/lib/http/find-request-id";
import { clientKey } from "@/lib/http/identify-caller";
import { consumeLimit } from "@/lib/http/limits/consume-limit";
import { toErrorResponse } from "@/lib/http/to-error-response";
import { getEnv } from "@/lib/infra/env/env";
import { readUnsubscribeToken, type Unsubscription } from "@/lib/mails/unsubscribe-token";
import { AppError } from "@/lib/schemas/api-error";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ token: string }> };

/** A mail program's one click (RFC 8058): it has no session and no origin, and the link is its right. */
export function POST(request: Request, context: Context): Promise<Response> {
  return respond(request, context, async ({ userId, category }) => {
    await endMails(userId, category);
    return Response.json({ category });
  });
}

/** A browser gets the page with the button: links are also opened by programs that only look at them. */
export function GET(request: Request, context: Context): Promise<Response> {
  return respond(request, context, (_, token) =>
    Response.redirect(new URL(`/unsubscribe/${token}`, getEnv().APP_URL), 303),
  );
}

async function respond(
  request: Request,
  { params }: Context,
  handle: (of: Unsubscription, token: string) => Response | Promise<Response>,
): Promise<Response> {
  const requestId = findRequestId(request.headers);
  const headers: Record<string, string> = { "x-request-id": requestId, "cache-control": "no-store" };
  try {
    const { token } = await params;
    const found = await readUnsubscribeToken(token);
    if (found === null) {
      // The good ones are not counted: a mail service clicks for many users from one client IP.
      await consumeLimit("write", clientKey(request.headers), headers);
      throw new AppError("unauthorized", "This link is not valid.");
    }
    return await handle(found, token);
  } catch (error) {
    const { status, body, headers: own } = toErrorResponse(error, { route: "unsubscribe", requestId });
    return Response.json(body, { status, headers: { ...headers, ...own } });
  }
}
