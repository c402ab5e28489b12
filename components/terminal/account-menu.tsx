"use client";

import { DropdownMenu } from "radix-ui";
import { CircleUser } from "@/components/icons/lucide";
import { signOut } from "@/components/shell/sign-out";
import type { Viewer } from "@/components/terminal/viewer";
import { Button, buttonVariants } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";

const PAGES = [
  ["/journal", "Journal"],
  ["/challenges", "Challenges"],
  ["/leaderboard", "Leaderboard"],
  ["/billing", "Billing"],
  ["/settings", "Settings"],
] as const;

const ITEM =
  "flex h-7 cursor-pointer items-center rounded px-2 text-text-2 outline-none data-[highlighted]:bg-hover data-[highlighted]:text-text";

/** The way to the trader's other pages, or in. */
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
      trigger={
        <Button size="icon" aria-label={`Account of ${viewer.displayName}`}>
          <CircleUser aria-hidden />
        </Button>
      }
    >
      <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-text-3">{viewer.displayName}</DropdownMenu.Label>
      {pages.map(([path, text]) => (
        <DropdownMenu.Item key={path} asChild>
          <a href={path} className={ITEM}>
            {text}
          </a>
        </DropdownMenu.Item>
      ))}
      <DropdownMenu.Separator className="my-1 border-t" />
      <DropdownMenu.Item className={ITEM} onSelect={() => void signOut()}>
        Sign out
      </DropdownMenu.Item>
    </Menu>
  );
}
