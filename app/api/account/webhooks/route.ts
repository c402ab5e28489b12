import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { createWebhook } from "@/lib/webhooks/create-webhook";
import { readOwnWebhooks } from "@/lib/webhooks/manage-webhooks";

/** The user's webhooks without their secrets, and the messages that could not be delivered. */
export const GET = withUser(ACCOUNT_ENDPOINTS["GET /api/account/webhooks"], async ({ user }) => ({
  body: await readOwnWebhooks(user.id),
}));

/** A new webhook, after a recent re-authentication. The response has its secret, which is not shown again. */
export const POST = withUser(
  ACCOUNT_ENDPOINTS["POST /api/account/webhooks"],
  async ({ user, sessionId, body }) => ({
    status: 201,
    body: await createWebhook({ userId: user.id, sessionId }, body),
  }),
);
