import type { ReactNode } from "react";
import { WrittenPagesProvider } from "@/components/shell/footer/written-links";
import { listFooterPages } from "@/lib/db/admin/list-footer-pages";

/** The pages of a trader besides the terminal: their footers list the pages of the CMS, as those of the site do. */
export default async function FramedLayout({ children }: { children: ReactNode }) {
  return <WrittenPagesProvider pages={await listFooterPages()}>{children}</WrittenPagesProvider>;
}
