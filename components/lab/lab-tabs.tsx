import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonVariants } from "@/components/ui/button";
import { cn } from "@/lib/client/cn";

const TABS = [
  { path: "/lab", name: "backtest" },
  { path: "/lab/replay", name: "replay" },
] as const;

/** The parts of the lab. */
export function LabTabs({ current }: { current: (typeof TABS)[number]["path"] }) {
  const t = useTranslations("lab.tabs");
  return (
    <nav aria-label={t("label")} className="flex gap-1">
      {TABS.map(({ path, name }) => (
        <Link
          key={path}
          href={path}
          aria-current={path === current ? "page" : undefined}
          className={cn(
            buttonVariants({ variant: "ghost", size: "md" }),
            path === current && "bg-hover text-text",
          )}
        >
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}
