import "server-only";
import { randomUUID } from "node:crypto";

const FORM = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The request id set by the middleware, or a new one. An id of another format is not used. */
export function findRequestId(headers: Headers): string {
  const given = headers.get("x-request-id");
  return given && FORM.test(given) ? given : randomUUID();
}
