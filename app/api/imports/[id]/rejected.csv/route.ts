import { withUser } from "@/lib/http/route/with-user";
import { exportRejects } from "@/lib/imports/manage-imports";
import { importIdSchema } from "@/lib/schemas/imports";

export const GET = withUser({ params: importIdSchema, limit: "export" }, async ({ user, params }) => ({
  text: await exportRejects(user.id, params.id),
  headers: {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": 'attachment; filename="rejected-rows.csv"',
  },
}));
