import { assertPushService } from "@/lib/alerts/deliver/assert-push-service";
import { getVapidKeys } from "@/lib/alerts/deliver/vapid-keys";
import {
  deletePushSubscription,
  findPushSubscriptions,
  savePushSubscription,
} from "@/lib/db/alerts/push-subscriptions";
import { ALERT_ENDPOINTS } from "@/lib/http/endpoints/alert-endpoints";
import { withUser } from "@/lib/http/route/with-user";

export const dynamic = "force-dynamic";

/** The key that browsers subscribe with, and the number of the user's browsers. */
export const GET = withUser(ALERT_ENDPOINTS["GET /api/push"], async ({ user }) => {
  const { publicKey } = getVapidKeys();
  return { body: { publicKey, browsers: (await findPushSubscriptions([user.id])).length } };
});

/** Saves the subscription of a browser. */
export const POST = withUser(ALERT_ENDPOINTS["POST /api/push"], async ({ user, body }) => {
  assertPushService(body.endpoint);
  await savePushSubscription(user.id, { endpoint: body.endpoint, ...body.keys });
  return {};
});

/** Deletes the subscription of a browser. */
export const DELETE = withUser(ALERT_ENDPOINTS["DELETE /api/push"], async ({ user, body }) => {
  await deletePushSubscription(user.id, body.endpoint);
  return {};
});
