import { mailVerificationLater } from "@/lib/accounts/mail-verification";
import { withUser } from "@/lib/http/route/with-user";

/** Mails the link that verifies the user's own email again. */
export const POST = withUser({}, ({ user }) => {
  mailVerificationLater(user.id);
  return { status: 202 };
});
