import { IMPORT_ENDPOINTS } from "@/lib/http/endpoints/import-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { deleteImport, readImportDetail } from "@/lib/imports/manage-imports";

export const GET = withUser(IMPORT_ENDPOINTS["GET /api/imports/[id]"], async ({ user, params }) => ({
  body: await readImportDetail(user.id, params.id),
}));

export const DELETE = withUser(IMPORT_ENDPOINTS["DELETE /api/imports/[id]"], async ({ user, params }) => {
  await deleteImport(user.id, params.id);
  return {};
});
