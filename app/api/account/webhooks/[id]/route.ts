import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { deleteWebhook } from "@/lib/webhooks/manage-webhooks";

/** Deletes a webhook with its messages. */
export const DELETE = withUser(
  ACCOUNT_ENDPOINTS["DELETE /api/account/webhooks/[id]"],
  async ({ user, params }) => {
    await deleteWebhook(user.id, params.id);
    return {};
  },
);
