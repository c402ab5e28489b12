"use client";

import { CircleUser } from "@/components/icons/lucide";
import type { Viewer } from "@/components/terminal/menus/viewer";
import { tell } from "@/components/terminal/news/toast-queue";
import { buttonVariants } from "@/components/ui/button";
import { Menu, MenuItem, MenuLabel, MenuLine, MenuLink } from "@/components/ui/menu";
import { signOut } from "@/lib/client/api/sign-in";

const PAGES = [
  ["/journal", "Journal"],
  ["/challenges", "Challenges"],
  ["/leaderboard", "Leaderboard"],
  ["/billing", "Billing"],
  ["/settings", "Settings"],
] as const;

/** Links to the user's other pages, or to sign in. */
export function AccountMenu({ viewer, symbol }: { viewer: Viewer | null; symbol: string }) {
  if (!viewer) {
    const next = encodeURIComponent(`/terminal/${symbol}`);
    return (
      <span className="flex items-center gap-1">
        <a href={`/login?next=${next}`} className={buttonVariants()}>
          Sign in
        </a>
        <a href={`/register?next=${next}`} className={buttonVariants({ variant: "solid" })}>
          Register
        </a>
      </span>
    );
  }
  const pages = viewer.isAdmin ? [...PAGES, ["/admin", "Admin"] as const] : PAGES;
  return (
    <Menu
      align="end"
      trigger={{
        size: "icon",
        "aria-label": `Account of ${viewer.displayName}`,
        children: <CircleUser aria-hidden />,
      }}
    >
      <MenuLabel>{viewer.displayName}</MenuLabel>
      {pages.map(([path, text]) => (
        <MenuLink key={path} href={path}>
          {text}
        </MenuLink>
      ))}
      <MenuLine />
      <MenuItem onClick={leave}>Sign out</MenuItem>
    </Menu>
  );
}

/** Signs out and goes to the landing page. If that fails, shows that the session is still active. */
async function leave(): Promise<void> {
  try {
    await signOut();
    window.location.assign("/");
  } catch (error) {
    const description = error instanceof Error ? error.message : "Try again in a moment.";
    tell((toast) => toast.error("Not signed out", { description }));
  }
}
