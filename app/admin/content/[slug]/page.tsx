import { PageEditor } from "@/components/admin/page-editor";

export default async function EditPage({ params }: { params: Promise<{ slug: string }> }) {
  return <PageEditor slug={(await params).slug} />;
}
