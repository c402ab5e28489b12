import { changeAlert, readAlert } from "@/lib/alerts/change-alert";
import { deleteAlert } from "@/lib/db/alerts/alerts";
import { ALERT_ENDPOINTS } from "@/lib/http/endpoints/alert-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { AppError } from "@/lib/schemas/api-error";

export const dynamic = "force-dynamic";

/** One of the user's alerts. */
export const GET = withUser(ALERT_ENDPOINTS["GET /api/alerts/[id]"], async ({ user, params }) => ({
  body: await readAlert(user.id, params.id),
}));

/** Changes one of the user's alerts. */
export const PATCH = withUser(ALERT_ENDPOINTS["PATCH /api/alerts/[id]"], async ({ user, params, body }) => ({
  body: await changeAlert(user.id, params.id, body),
}));

/** Deletes one of the user's alerts. */
export const DELETE = withUser(ALERT_ENDPOINTS["DELETE /api/alerts/[id]"], async ({ user, params }) => {
  if (!(await deleteAlert(user.id, params.id))) throw new AppError("not_found", "There is no such alert.");
  return {};
});
