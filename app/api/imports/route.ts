import { withUser } from "@/lib/http/route/with-user";
import { listImportsOf } from "@/lib/imports/manage-imports";
import { receiveImport } from "@/lib/imports/receive-import";
import { importQuerySchema } from "@/lib/schemas/imports";

export const GET = withUser({}, async ({ user }) => ({ body: { imports: await listImportsOf(user.id) } }));

/** The body is the file itself. */
export const POST = withUser(
  { query: importQuerySchema, limit: "export" },
  async ({ user, query, request }) => ({ body: await receiveImport(user.id, request, query) }),
);
