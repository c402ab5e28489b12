import Link from "next/link";
import type { ReactNode } from "react";
import { Announcements } from "@/components/shell/announcements";
import { Logo } from "@/components/shell/logo";
import { ThemeButton } from "@/components/shell/theme-button";
import { buttonVariants } from "@/components/ui/button";

const PAGES = [
  { path: "/pricing", name: "Pricing" },
  { path: "/rules", name: "Rules" },
  { path: "/leaderboard", name: "Leaderboard" },
  { path: "/status", name: "Status" },
] as const;

/** The frame of the public pages. */
export function SiteFrame({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh max-w-5xl flex-col px-4">
      <header className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 py-2 print:hidden">
        <Link href="/" className="flex items-center gap-2 rounded font-semibold max-sm:flex-1">
          <Logo className="size-6" />
          Terminal Zero
        </Link>
        <nav
          aria-label="Site"
          className="flex flex-1 gap-1 overflow-x-auto max-sm:order-last max-sm:-mx-2 max-sm:basis-full"
        >
          {PAGES.map(({ path, name }) => (
            <Link key={path} href={path} className={buttonVariants({ variant: "ghost", size: "md" })}>
              {name}
            </Link>
          ))}
        </nav>
        <ThemeButton />
        <Link href="/terminal/BTCUSDT" className={buttonVariants({ variant: "outline", size: "md" })}>
          Open the terminal
        </Link>
      </header>
      <Announcements />
      <main className="flex-1 py-6">{children}</main>
      <footer className="border-t py-3 text-text-3 text-xs print:hidden">
        Money here is simulated and nothing is paid out. Not affiliated with Bybit.
      </footer>
    </div>
  );
}
