import "server-only";
import { getEnv } from "@/lib/infra/env/env";

/** The content security policy of what is no page. */
export const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** What a page may load: scripts that carry the nonce and what they load, styles and pictures of our own. */
export function pagePolicy(nonce: string): string {
  const env = getEnv();
  const isDevelopment = env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    // The chart and the menus set styles of their own; a style can't run code.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(env.APP_URL.startsWith("https://") ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}
