import { withUser } from "@/lib/http/route/with-user";
import { createWebhookSchema } from "@/lib/schemas/programs/webhooks";
import { createWebhook } from "@/lib/webhooks/create-webhook";
import { readOwnWebhooks } from "@/lib/webhooks/manage-webhooks";

/** The user's webhooks without their secrets, and the messages that could not be delivered. */
export const GET = withUser({}, async ({ user }) => ({ body: await readOwnWebhooks(user.id) }));

/** A new webhook, after a recent re-authentication. The response has its secret, which is not shown again. */
export const POST = withUser({ body: createWebhookSchema }, async ({ user, sessionId, body }) => ({
  status: 201,
  body: await createWebhook({ userId: user.id, sessionId }, body),
}));
