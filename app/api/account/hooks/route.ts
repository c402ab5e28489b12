import { createAlertHook } from "@/lib/hooks/create-alert-hook";
import { listAlertHooks } from "@/lib/hooks/list-alert-hooks";
import { withUser } from "@/lib/http/route/with-user";
import { createHookSchema } from "@/lib/schemas/programs/hooks";

/** The user's hooks, without their tokens. */
export const GET = withUser({}, async ({ user }) => ({ body: { hooks: await listAlertHooks(user.id) } }));

/** A new hook, after a recent re-authentication. The response has its URL, which is not shown again. */
export const POST = withUser({ body: createHookSchema }, async ({ user, sessionId, body }) => ({
  status: 201,
  body: await createAlertHook({ userId: user.id, sessionId }, body),
}));
