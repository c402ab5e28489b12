import { formatNotification } from "@/lib/alerts/format-alert";
import { listNotifications } from "@/lib/db/alerts/notifications";
import { ALERT_ENDPOINTS } from "@/lib/http/endpoints/alert-endpoints";
import { withUser } from "@/lib/http/route/with-user";

export const dynamic = "force-dynamic";

/** The user's notifications, newest first. */
export const GET = withUser(ALERT_ENDPOINTS["GET /api/notifications"], async ({ user, query }) => {
  const before = query.before === undefined ? undefined : new Date(query.before);
  const found = await listNotifications(user.id, { limit: query.limit, before });
  return { body: { notifications: found.map(formatNotification) } };
});
