import { formatNotification } from "@/lib/alerts/format-alert";
import { listNotifications } from "@/lib/db/alerts/notifications";
import { withUser } from "@/lib/http/route/with-user";
import { notificationsQuerySchema } from "@/lib/schemas/alerts";

export const dynamic = "force-dynamic";

/** The user's notifications, newest first. */
export const GET = withUser({ query: notificationsQuerySchema }, async ({ user, query }) => {
  const before = query.before === undefined ? undefined : new Date(query.before);
  const found = await listNotifications(user.id, { limit: query.limit, before });
  return { body: { notifications: found.map(formatNotification) } };
});
