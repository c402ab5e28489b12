import "server-only";
import { getEnv } from "@/lib/infra/env/env";
import { AppError } from "@/lib/schemas/api-error";

/** The push services of the browsers: Chrome and its kin, Firefox, Safari, Edge. */
const HOSTS = [
  "fcm.googleapis.com",
  "jmt17.google.com",
  "updates.push.services.mozilla.com",
  "web.push.apple.com",
];
const DOMAINS = [".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com"];

/**
 * Asserts that an endpoint belongs to a push service: this server sends requests to it, which must reach
 * nothing else. @throws AppError `push_service_unknown`
 */
export function assertPushService(endpoint: string): void {
  const url = new URL(endpoint);
  const { PUSH_SERVICE_URL } = getEnv();
  const isOwn = PUSH_SERVICE_URL !== undefined && url.origin === new URL(PUSH_SERVICE_URL).origin;
  const isKnown =
    url.protocol === "https:" &&
    url.port === "" &&
    url.username === "" &&
    (HOSTS.includes(url.hostname) || DOMAINS.some((domain) => url.hostname.endsWith(domain)));
  if (!isOwn && !isKnown)
    throw new AppError("push_service_unknown", "This browser's push service is not known.");
}
