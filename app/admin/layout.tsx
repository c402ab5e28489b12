import type { Metadata } from "next";
import type { ReactNode } from "react";
import { AdminFrame } from "@/components/admin/admin-frame";
import { requireAdmin } from "@/lib/auth/require-admin";

export const metadata: Metadata = { title: "Operators' desk", robots: { index: false } };

/** For admins only. Every page and route below checks again. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  await requireAdmin();
  return <AdminFrame>{children}</AdminFrame>;
}
