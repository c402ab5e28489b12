import { mailVerification } from "@/lib/accounts/mail-verification";
import { withUser } from "@/lib/http/with-user";

/** Mails the link that proves one's own address once more. */
export const POST = withUser({}, async ({ user }) => {
  await mailVerification(user);
  return { status: 202 };
});
