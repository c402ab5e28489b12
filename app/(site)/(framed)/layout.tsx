import type { ReactNode } from "react";
import { WrittenPagesProvider } from "@/components/shell/footer/written-links";
import { SiteFrame } from "@/components/shell/site-frame";
import { isSignedIn } from "@/lib/auth/session/is-signed-in";
import { listFooterPages } from "@/lib/db/admin/list-footer-pages";

/** The frame of the public pages, with a trader's navigation for those who are signed in. */
export default async function FramedLayout({ children }: { children: ReactNode }) {
  const [hasSession, written] = await Promise.all([isSignedIn(), listFooterPages()]);
  return (
    <WrittenPagesProvider pages={written}>
      <SiteFrame isSignedIn={hasSession}>{children}</SiteFrame>
    </WrittenPagesProvider>
  );
}
