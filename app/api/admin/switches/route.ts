import { throwSwitch } from "@/lib/admin/throw-switch";
import { listSwitches } from "@/lib/db/admin/switches";
import { withAdmin } from "@/lib/http/route/with-admin";
import { throwSwitchSchema } from "@/lib/schemas/admin";

export const dynamic = "force-dynamic";

/** The switches that are on. */
export const GET = withAdmin({}, async () => ({ body: { on: await listSwitches() } }));

/** Sets a switch: halts a symbol or all trading, makes the service read-only, or closes registration. */
export const PUT = withAdmin({ body: throwSwitchSchema }, async ({ user, body }) => ({
  body: await throwSwitch(user.id, body),
}));
