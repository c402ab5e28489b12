import { withUser } from "@/lib/http/route/with-user";
import { deleteImport, readImportDetail } from "@/lib/imports/manage-imports";
import { importIdSchema } from "@/lib/schemas/imports";

export const GET = withUser({ params: importIdSchema }, async ({ user, params }) => ({
  body: await readImportDetail(user.id, params.id),
}));

export const DELETE = withUser({ params: importIdSchema }, async ({ user, params }) => {
  await deleteImport(user.id, params.id);
  return {};
});
