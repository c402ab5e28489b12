import { mailVerificationLater } from "@/lib/accounts/mail-verification";
import { ACCOUNT_ENDPOINTS } from "@/lib/http/endpoints/account-endpoints";
import { withUser } from "@/lib/http/route/with-user";

/** Mails the link that verifies the user's own email again. */
export const POST = withUser(ACCOUNT_ENDPOINTS["POST /api/account/verification"], ({ user }) => {
  mailVerificationLater(user.id);
  return { status: 202 };
});
