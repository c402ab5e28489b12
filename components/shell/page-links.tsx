import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonVariants } from "@/components/ui/button";
import { cn } from "@/lib/client/cn";

/** The pages of a signed-in trader. */
export const DESK_PAGES = [
  { path: "/terminal/BTCUSDT", name: "terminal" },
  { path: "/lab", name: "lab" },
  { path: "/journal", name: "journal" },
  { path: "/challenges", name: "challenges" },
  { path: "/leaderboard", name: "leaderboard" },
  { path: "/competitions", name: "competitions" },
  { path: "/settings", name: "settings" },
] as const;

/** The pages of a visitor. */
export const SITE_PAGES = [
  { path: "/pricing", name: "pricing" },
  { path: "/rules", name: "rules" },
  { path: "/leaderboard", name: "leaderboard" },
  { path: "/competitions", name: "competitions" },
  { path: "/status", name: "status" },
] as const;

type Page = (typeof DESK_PAGES)[number] | (typeof SITE_PAGES)[number];

/** The navigation of a page's header; a row of its own on a phone. */
export function PageLinks(props: { label: string; pages: readonly Page[]; current?: string }) {
  const t = useTranslations("common.nav");
  return (
    <nav
      aria-label={props.label}
      className="flex flex-1 gap-1 overflow-x-auto max-sm:order-last max-sm:-mx-2 max-sm:basis-full"
    >
      {props.pages.map(({ path, name }) => (
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
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}
