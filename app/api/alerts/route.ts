import { createAlert } from "@/lib/alerts/create-alert";
import { formatAlert } from "@/lib/alerts/format-alert";
import { listAlerts } from "@/lib/db/alerts/alerts";
import { ALERT_ENDPOINTS } from "@/lib/http/endpoints/alert-endpoints";
import { withUser } from "@/lib/http/route/with-user";

export const dynamic = "force-dynamic";

/** More than one user can have: unfinished and finished ones. */
const MAX_LISTED = 400;

/** The user's alerts. */
export const GET = withUser(ALERT_ENDPOINTS["GET /api/alerts"], async ({ user }) => ({
  body: { alerts: (await listAlerts(user.id, MAX_LISTED)).map(formatAlert) },
}));

/** Makes an alert. */
export const POST = withUser(ALERT_ENDPOINTS["POST /api/alerts"], async ({ user, body }) => ({
  status: 201,
  body: await createAlert(user.id, body),
}));
