import "server-only";
import { notFound, redirect } from "next/navigation";
import { hasAdminAccess } from "@/lib/auth/admin-access";
import { readPageSession } from "@/lib/auth/session/read-page-session";

/**
 * Restricts a page to admins; for other users it does not exist. An admin without a second factor is
 * redirected to its setup. Each page must call it: a page is rendered and sent even if the layout above it
 * rejects.
 */
export async function requireAdmin(): Promise<void> {
  const session = await readPageSession();
  if (!session) redirect("/login?next=/admin");
  if (session.role !== "ADMIN") notFound();
  if (!(await hasAdminAccess(session.userId))) redirect("/settings?notice=second-factor#two-factor");
}
