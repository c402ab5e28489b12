import { withUser } from "@/lib/http/route/with-user";
import { webhookParamsSchema } from "@/lib/schemas/programs/webhooks";
import { deleteWebhook } from "@/lib/webhooks/manage-webhooks";

/** Deletes a webhook with its messages. */
export const DELETE = withUser({ params: webhookParamsSchema }, async ({ user, params }) => {
  await deleteWebhook(user.id, params.id);
  return {};
});
