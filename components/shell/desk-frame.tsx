import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";
import { ThemeButton } from "@/components/shell/theme-button";
import { buttonVariants } from "@/components/ui/button";
import { cn } from "@/lib/client/cn";

const PAGES = [
  { path: "/terminal/BTCUSDT", name: "Terminal" },
  { path: "/journal", name: "Journal" },
  { path: "/challenges", name: "Challenges" },
  { path: "/leaderboard", name: "Leaderboard" },
  { path: "/settings", name: "Settings" },
] as const;

/** The frame of a trader's pages besides the terminal. */
export function DeskFrame(props: { title: string; current: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh max-w-6xl flex-col px-4 pb-12">
      <header className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 py-2">
        <Link href="/" aria-label="Terminal Zero, home" className="rounded max-sm:flex-1">
          <Logo className="size-6" />
        </Link>
        <nav
          aria-label="Pages"
          className="flex flex-1 gap-1 overflow-x-auto max-sm:order-last max-sm:-mx-2 max-sm:basis-full"
        >
          {PAGES.map(({ path, name }) => (
            <Link
              key={path}
              href={path}
              aria-current={path === props.current ? "page" : undefined}
              className={cn(
                buttonVariants({ variant: "ghost", size: "md" }),
                "max-sm:px-2 max-sm:text-xs",
                path === props.current && "bg-hover text-text",
              )}
            >
              {name}
            </Link>
          ))}
        </nav>
        <ThemeButton />
      </header>
      <main className="flex flex-1 flex-col gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="flex-1 font-semibold text-lg">{props.title}</h1>
          {props.aside}
        </div>
        {props.children}
      </main>
    </div>
  );
}
