import "server-only";
import { getEnv } from "@/lib/infra/env/env";

/** The content security policy of responses other than pages. */
export const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** What a page may load: scripts with the nonce and those that they load, and our own styles and images. */
export function pagePolicy(nonce: string): string {
  const env = getEnv();
  const isDevelopment = env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    // The chart and the menus set inline styles, which can't run code.
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
