import { IMPORT_ENDPOINTS } from "@/lib/http/endpoints/import-endpoints";
import { withUser } from "@/lib/http/route/with-user";
import { listImportsOf } from "@/lib/imports/manage-imports";
import { receiveImport } from "@/lib/imports/receive-import";

export const GET = withUser(IMPORT_ENDPOINTS["GET /api/imports"], async ({ user }) => ({
  body: { imports: await listImportsOf(user.id) },
}));

/** The body is the file itself. */
export const POST = withUser(IMPORT_ENDPOINTS["POST /api/imports"], async ({ user, query, request }) => ({
  body: await receiveImport(user.id, request, query),
}));
