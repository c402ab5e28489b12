import { listCurrentAnnouncements } from "@/lib/db/admin/content";
import { SERVICE_ENDPOINTS } from "@/lib/http/endpoints/service-endpoints";
import { withPublic } from "@/lib/http/route/with-public";

export const dynamic = "force-dynamic";

/** Current announcements for all visitors, most severe first. */
export const GET = withPublic(SERVICE_ENDPOINTS["GET /api/announcements"], async () => {
  const lines = await listCurrentAnnouncements(["all", "traders"]);
  return { body: { announcements: lines.map(({ id, level, text }) => ({ id, level, text })) } };
});
