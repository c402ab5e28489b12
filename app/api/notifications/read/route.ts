import { markRead } from "@/lib/db/alerts/notifications";
import { ALERT_ENDPOINTS } from "@/lib/http/endpoints/alert-endpoints";
import { withUser } from "@/lib/http/route/with-user";

export const dynamic = "force-dynamic";

/** Marks the user's notifications as read. */
export const POST = withUser(ALERT_ENDPOINTS["POST /api/notifications/read"], async ({ user, body }) => ({
  body: { read: await markRead(user.id, new Date(body.through)) },
}));
