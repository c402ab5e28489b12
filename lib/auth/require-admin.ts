import "server-only";
import { notFound, redirect } from "next/navigation";
import { readPageSession } from "@/lib/auth/read-page-session";

/**
 * Lets only admins see a page; to everybody else the desk does not exist. Each page asks by itself: what the layout
 * above it refuses is drawn all the same, and sent along.
 */
export async function requireAdmin(): Promise<void> {
  const session = await readPageSession();
  if (!session) redirect("/login?next=/admin");
  if (session.role !== "ADMIN") notFound();
}
