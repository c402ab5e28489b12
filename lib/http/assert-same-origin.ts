import "server-only";
import { getEnv } from "@/lib/infra/env";
import { AppError } from "@/lib/schemas/api-error";

/**
 * Writes must come from our own pages: the browser names the page's origin, and it must be the product's or the
 * very host that was asked.
 *
 * @throws AppError `origin_refused` for another origin, `null`, or none.
 */
export function assertSameOrigin(headers: Headers): void {
  const origin = headers.get("origin");
  if (origin !== null && URL.canParse(origin) && headers.get("sec-fetch-site") !== "cross-site") {
    const { host } = new URL(origin);
    if (origin === new URL(getEnv().APP_URL).origin || (host !== "" && host === headers.get("host"))) return;
  }
  throw new AppError("origin_refused", "Writes are taken only from the product's own pages.");
}
