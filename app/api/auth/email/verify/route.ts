import { verifyEmail } from "@/lib/accounts/verify-email";
import { withVisitor } from "@/lib/http/with-visitor";
import { verifyEmailSchema } from "@/lib/schemas/account";

/** Proves an address by a mailed link. */
export const POST = withVisitor({ body: verifyEmailSchema }, async ({ body }) => {
  await verifyEmail(body.token);
  return {};
});
