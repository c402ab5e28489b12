import { PageEditor } from "@/components/admin/page-editor";
import { requireAdmin } from "@/lib/auth/require-admin";

export default async function EditPage({ params }: { params: Promise<{ slug: string }> }) {
  await requireAdmin();
  return <PageEditor slug={(await params).slug} />;
}
