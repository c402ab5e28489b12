import "server-only";
import { notFound, redirect } from "next/navigation";
import { hasAdminAccess } from "@/lib/auth/admin-access";
import { readPageSession } from "@/lib/auth/session/read-page-session";

/**
 * Lets only admins see a page; to everybody else the desk does not exist. An admin without a second factor is led to
 * where it is set up. Each page asks by itself: what the layout above it rejects is drawn all the same, and sent along.
 */
export async function requireAdmin(): Promise<void> {
  const session = await readPageSession();
  if (!session) redirect("/login?next=/admin");
  if (session.role !== "ADMIN") notFound();
  if (!(await hasAdminAccess(session.userId))) redirect("/settings?notice=second-factor#two-factor");
}
