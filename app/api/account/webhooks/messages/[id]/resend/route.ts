import { withUser } from "@/lib/http/route/with-user";
import { webhookParamsSchema } from "@/lib/schemas/programs/webhooks";
import { resendMessage } from "@/lib/webhooks/manage-webhooks";

/** Sends a message again that could not be delivered. */
export const POST = withUser({ params: webhookParamsSchema }, async ({ user, params }) => {
  await resendMessage(user.id, params.id);
  return {};
});
