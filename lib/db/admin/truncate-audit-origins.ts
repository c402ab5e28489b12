import "server-only";
import { getDb } from "@/lib/db/client";

/** How long the whole client IP and the user agent are stored, in ms. */
const KEPT_MS = 90 * 86_400_000;

/** Reduces the client IPs of old audit lines to their networks (/24, /48) and removes the user agents. */
export function truncateAuditOrigins(now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_MS);
  return getDb().$executeRaw`
    UPDATE "AuditOrigin" SET "isTruncated" = true, "agent" = NULL, "clientIp" = CASE
        WHEN "clientIp" ~ '^[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+$' THEN regexp_replace("clientIp", '[0-9]+$', '0/24')
        WHEN "clientIp" LIKE '%::/64' THEN array_to_string((string_to_array("clientIp", ':'))[1:3], ':') || '::/48'
        ELSE "clientIp" END
    WHERE NOT "isTruncated" AND "at" < ${before}`;
}
