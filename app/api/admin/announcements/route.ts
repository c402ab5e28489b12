import { announce, listAnnouncements } from "@/lib/db/admin/content";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";
import { AppError } from "@/lib/schemas/api-error";

export const dynamic = "force-dynamic";

export const GET = withAdmin(ADMIN_ENDPOINTS["GET /api/admin/announcements"], async () => ({
  body: { announcements: await listAnnouncements() },
}));

/** Publishes an announcement for a period, or until it is withdrawn. */
export const POST = withAdmin(ADMIN_ENDPOINTS["POST /api/admin/announcements"], async ({ user, body }) => {
  if (body.endsAt !== null && body.endsAt <= body.startsAt) {
    throw new AppError("bad_request", "An announcement must end after it starts.", { field: "endsAt" });
  }
  const act = { adminId: user.id, action: "announce", target: "announcement", reason: body.reason };
  return { status: 201, body: { announcement: await announce(act, body) } };
});
