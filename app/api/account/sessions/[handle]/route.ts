import { endOwnSession } from "@/lib/accounts/own-sessions";
import { withUser } from "@/lib/http/route/with-user";
import { sessionParamsSchema } from "@/lib/schemas/account";

/** Ends one of the user's own sessions. */
export const DELETE = withUser({ params: sessionParamsSchema }, async ({ user, params }) => {
  await endOwnSession(user.id, params.handle);
  return {};
});
