import { deletePage, findPage, savePage } from "@/lib/db/admin/content";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";
import { AppError } from "@/lib/schemas/api-error";

export const GET = withAdmin(ADMIN_ENDPOINTS["GET /api/admin/pages/[slug]"], async ({ params }) => {
  const page = await findPage(params.slug);
  if (page === null) throw new AppError("not_found", "There is no such page.");
  return { body: { page } };
});

/** Writes a page or an incident. */
export const PUT = withAdmin(
  ADMIN_ENDPOINTS["PUT /api/admin/pages/[slug]"],
  async ({ user, params, body }) => {
    const act = { adminId: user.id, action: "save-page", target: `page:${params.slug}`, reason: body.reason };
    return { body: { page: await savePage(act, params.slug, body) } };
  },
);

/** Removes a page; its text stays in the audit log. */
export const DELETE = withAdmin(
  ADMIN_ENDPOINTS["DELETE /api/admin/pages/[slug]"],
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
