import { IMPORT_ENDPOINTS } from "@/lib/http/endpoints/import-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { exportRejects } from "@/lib/imports/manage-imports";

export const GET = withUser(
  IMPORT_ENDPOINTS["GET /api/imports/[id]/rejected.csv"],
  async ({ user, params }) => ({
    text: await exportRejects(user.id, params.id),
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="rejected-rows.csv"',
    },
  }),
);
