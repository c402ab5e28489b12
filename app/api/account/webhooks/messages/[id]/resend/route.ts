import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { resendMessage } from "@/lib/webhooks/manage-webhooks";

/** Sends a message again that could not be delivered. */
export const POST = withUser(
  ACCOUNT_ENDPOINTS["POST /api/account/webhooks/messages/[id]/resend"],
  async ({ user, params }) => {
    await resendMessage(user.id, params.id);
    return {};
  },
);
