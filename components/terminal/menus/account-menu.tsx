"use client";

import { useTranslations } from "next-intl";
import { CircleUser } from "@/components/icons/lucide";
import type { Viewer } from "@/components/terminal/menus/viewer";
import { buttonVariants } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { Menu } from "@/components/ui/menu";

const AccountMenuItems = lazyPart(
  () => import("@/components/terminal/menus/menu-parts").then((module) => module.AccountMenuItems),
  { failure: "inline" },
);

/** Links to the user's other pages, or to sign in. */
export function AccountMenu({ viewer, symbol }: { viewer: Viewer | null; symbol: string }) {
  const t = useTranslations("terminal.menu");
  if (!viewer) {
    const next = encodeURIComponent(`/terminal/${symbol}`);
    return (
      <span className="flex items-center gap-1">
        <a href={`/login?next=${next}`} className={buttonVariants()}>
          {t("signIn")}
        </a>
        <a href={`/register?next=${next}`} className={buttonVariants({ variant: "solid" })}>
          {t("register")}
        </a>
      </span>
    );
  }
  return (
    <Menu
      align="end"
      trigger={{
        size: "icon",
        "aria-label": t("accountOf", { name: viewer.displayName }),
        children: <CircleUser aria-hidden />,
      }}
    >
      <AccountMenuItems viewer={viewer} />
    </Menu>
  );
}
