import { withAdmin } from "@/lib/http/route/with-admin";
import { cancelHaltedSchema } from "@/lib/schemas/admin";
import { cancelHalted } from "@/lib/trading/orders/cancel-halted";

export const dynamic = "force-dynamic";
export const maxDuration = 60;

/** Cancels the open orders in a halted symbol. */
export const POST = withAdmin({ body: cancelHaltedSchema }, async ({ user, body }) => ({
  body: await cancelHalted(user.id, body),
}));
