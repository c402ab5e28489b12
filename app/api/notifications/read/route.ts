import { markRead } from "@/lib/db/alerts/notifications";
import { withUser } from "@/lib/http/route/with-user";
import { readNotificationsSchema } from "@/lib/schemas/alerts";

export const dynamic = "force-dynamic";

/** Marks the user's notifications as read. */
export const POST = withUser({ body: readNotificationsSchema }, async ({ user, body }) => ({
  body: { read: await markRead(user.id, new Date(body.through)) },
}));
