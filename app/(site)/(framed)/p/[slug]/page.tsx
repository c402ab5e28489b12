import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Prose } from "@/components/shell/text/prose";
import { findPage } from "@/lib/db/admin/content";
import { buildMetadata } from "@/lib/infra/build-metadata";

type Props = { params: Promise<{ slug: string }> };

async function findPublished({ params }: Props) {
  const page = await findPage((await params).slug);
  return page?.publishedAt ? page : null;
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const page = await findPublished(props);
  if (!page) return {};
  const { title, description, slug } = page;
  return buildMetadata({ title, description, path: `/p/${slug}` });
}

/** A page of the CMS. */
export default async function CmsPage(props: Props) {
  const page = await findPublished(props);
  if (!page) notFound();
  return (
    <>
      <h1 className="mb-4 font-semibold text-2xl">{page.title}</h1>
      <Prose markdown={page.body} />
    </>
  );
}
