import { setSwitch } from "@/lib/admin/set-switch";
import { listSwitches } from "@/lib/db/admin/switches";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";

export const dynamic = "force-dynamic";

/** The switches that are on. */
export const GET = withAdmin(ADMIN_ENDPOINTS["GET /api/admin/switches"], async () => ({
  body: { on: await listSwitches() },
}));

/** Sets a switch: halts a symbol or all trading, makes the service read-only, or closes registration. */
export const PUT = withAdmin(ADMIN_ENDPOINTS["PUT /api/admin/switches"], async ({ user, body }) => ({
  body: await setSwitch(user.id, body),
}));
