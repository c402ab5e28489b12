import { setSwitch } from "@/lib/admin/set-switch";
import { listSwitches } from "@/lib/db/admin/switches";
import { withAdmin } from "@/lib/http/route/with-admin";
import { setSwitchSchema } from "@/lib/schemas/admin";

export const dynamic = "force-dynamic";

/** The switches that are on. */
export const GET = withAdmin({}, async () => ({ body: { on: await listSwitches() } }));

/** Sets a switch: halts a symbol or all trading, makes the service read-only, or closes registration. */
export const PUT = withAdmin({ body: setSwitchSchema }, async ({ user, body }) => ({
  body: await setSwitch(user.id, body),
}));
