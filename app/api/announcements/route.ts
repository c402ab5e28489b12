import { readSession } from "@/lib/auth/session/read-session";
import { listCurrentAnnouncements } from "@/lib/db/admin/content";
import { SERVICE_ENDPOINTS } from "@/lib/http/endpoints/service-endpoints";
import { withPublic } from "@/lib/http/route/with-public";

export const dynamic = "force-dynamic";

/** Current announcements for the audiences of the caller, most severe first. */
export const GET = withPublic(SERVICE_ENDPOINTS["GET /api/announcements"], async (_, request) => {
  const cookie = request.headers.get("cookie");
  const session = await readSession({ cookie }, { whenUnavailable: "ask-database" });
  const lines = await listCurrentAnnouncements([
    "all",
    ...(session ? ["traders"] : []),
    ...(session?.role === "ADMIN" ? ["admins"] : []),
  ]);
  return { body: { announcements: lines.map(({ id, level, text }) => ({ id, level, text })) } };
});
