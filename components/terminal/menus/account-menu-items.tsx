"use client";

import { useTranslations } from "next-intl";
import type { Viewer } from "@/components/terminal/menus/viewer";
import { showToast } from "@/components/terminal/notifications/toast-queue";
import { MenuItem, MenuLabel, MenuLine, MenuLink } from "@/components/ui/menu-items";
import { signOut } from "@/lib/client/api/access/sign-in";
import { explainError } from "@/lib/client/api/explain-error";
import type { Translate } from "@/lib/client/translate";

const PAGES = ["journal", "challenges", "leaderboard", "rules", "pricing", "billing", "settings"] as const;

/** Links to the user's other pages, and the end of the session. */
export function AccountMenuItems({ viewer }: { viewer: Viewer }) {
  const t = useTranslations("terminal.menu");
  const errors = useTranslations("common.error");
  const pages = viewer.isAdmin ? [...PAGES, "admin" as const] : PAGES;
  return (
    <>
      <MenuLabel>{viewer.displayName}</MenuLabel>
      {pages.map((page) => (
        <MenuLink key={page} href={`/${page}`}>
          {t(`page.${page}`)}
        </MenuLink>
      ))}
      <MenuLine />
      <MenuItem onClick={() => void leave({ t, errors })}>{t("signOut")}</MenuItem>
    </>
  );
}

/** Signs out and goes to the landing page. If that fails, shows that the session is still active. */
async function leave(texts: {
  t: Translate<"terminal.menu">;
  errors: Translate<"common.error">;
}): Promise<void> {
  try {
    await signOut();
    window.location.assign("/");
  } catch (error) {
    const description = explainError(error, texts.errors);
    showToast((toast) => toast.error(texts.t("notSignedOut"), { description }));
  }
}
