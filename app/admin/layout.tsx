import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import type { ReactNode } from "react";
import { AdminFrame } from "@/components/admin/admin-frame";
import { readPageSession } from "@/lib/auth/read-page-session";

export const metadata: Metadata = { title: "Operators' desk", robots: { index: false } };

/** For admins alone; to everybody else the desk does not exist. Every route behind it checks again. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const session = await readPageSession();
  if (!session) redirect("/login?next=/admin");
  if (session.role !== "ADMIN") notFound();
  return <AdminFrame>{children}</AdminFrame>;
}
