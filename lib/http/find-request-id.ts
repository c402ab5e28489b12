import "server-only";
import { randomUUID } from "node:crypto";

const FORM = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id that the middleware gave the request, or a new one. Whatever has another form is not ours. */
export function findRequestId(headers: Headers): string {
  const given = headers.get("x-request-id");
  return given && FORM.test(given) ? given : randomUUID();
}
