import { deletePage, findPage, savePage } from "@/lib/db/admin/content";
import { withAdmin } from "@/lib/http/route/with-admin";
import { reasonSchema, savePageSchema, slugParamsSchema } from "@/lib/schemas/admin";
import { AppError } from "@/lib/schemas/api-error";

export const GET = withAdmin({ params: slugParamsSchema }, async ({ params }) => {
  const page = await findPage(params.slug);
  if (page === null) throw new AppError("not_found", "There is no such page.");
  return { body: { page } };
});

/** Writes a page or an incident. */
export const PUT = withAdmin(
  { params: slugParamsSchema, body: savePageSchema },
  async ({ user, params, body }) => {
    const act = { adminId: user.id, action: "save-page", target: `page:${params.slug}`, reason: body.reason };
    return { body: { page: await savePage(act, params.slug, body) } };
  },
);

/** Removes a page; its text stays in the audit log. */
export const DELETE = withAdmin(
  { params: slugParamsSchema, body: reasonSchema },
  async ({ user, params, body }) => {
    const act = {
      adminId: user.id,
      action: "delete-page",
      target: `page:${params.slug}`,
      reason: body.reason,
    };
    if (!(await deletePage(act, params.slug))) throw new AppError("not_found", "There is no such page.");
    return { status: 204 };
  },
);
