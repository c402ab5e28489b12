import { createAlert } from "@/lib/alerts/create-alert";
import { formatAlert } from "@/lib/alerts/format-alert";
import { listAlerts } from "@/lib/db/alerts/alerts";
import { withUser } from "@/lib/http/route/with-user";
import { createAlertSchema } from "@/lib/schemas/alerts";

export const dynamic = "force-dynamic";

/** More than one user can have: unfinished and finished ones. */
const MAX_LISTED = 400;

/** The user's alerts. */
export const GET = withUser({}, async ({ user }) => ({
  body: { alerts: (await listAlerts(user.id, MAX_LISTED)).map(formatAlert) },
}));

/** Makes an alert. */
export const POST = withUser({ body: createAlertSchema }, async ({ user, body }) => ({
  status: 201,
  body: await createAlert(user.id, body),
}));
