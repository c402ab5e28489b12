import "server-only";
import { getEnv } from "@/lib/infra/env/env";
import { AppError } from "@/lib/schemas/api-error";

/**
 * Writes must come from our own pages: the browser sends the page's origin, which must be that of `APP_URL`.
 * The `Host` header is no proof, since it only contains the host that the request was sent to.
 *
 * @throws AppError `origin_rejected` for another origin, `null`, or none.
 */
export function assertSameOrigin(headers: Headers): void {
  const isOurs = headers.get("origin") === new URL(getEnv().APP_URL).origin;
  if (isOurs && headers.get("sec-fetch-site") !== "cross-site") return;
  throw new AppError("origin_rejected", "Changes are accepted only from this site's own pages.");
}
