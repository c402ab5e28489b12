"use client";

import Link from "next/link";
import { createContext, type ReactNode, useContext } from "react";

/** A page of the CMS. */
export type FooterPage = { slug: string; title: string };

const WrittenPages = createContext<readonly FooterPage[]>([]);

/** Gives the footers of a layout's pages the pages of the CMS. */
export function WrittenPagesProvider({
  pages,
  children,
}: {
  pages: readonly FooterPage[];
  children: ReactNode;
}) {
  return <WrittenPages value={pages}>{children}</WrittenPages>;
}

/** Links to the pages of the CMS that the layout gives. */
export function WrittenLinks({ className }: { className: string }) {
  return useContext(WrittenPages).map(({ slug, title }) => (
    <Link key={slug} href={`/p/${slug}`} prefetch={false} className={className}>
      {title}
    </Link>
  ));
}
