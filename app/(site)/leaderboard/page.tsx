import type { Metadata } from "next";
import Link from "next/link";
import { LeaderboardTable } from "@/components/leaderboard/leaderboard-table";
import { ListingSwitch } from "@/components/leaderboard/listing-switch";
import { SiteFrame } from "@/components/shell/site-frame";
import { buttonVariants } from "@/components/ui/button";
import { readPageSession } from "@/lib/auth/read-page-session";
import { cn } from "@/lib/client/cn";
import { formatPercent } from "@/lib/client/format";
import { findListing, findOwnPlace } from "@/lib/db/leaderboard";
import { describePage } from "@/lib/infra/describe-page";
import { readLeaderboard } from "@/lib/leaderboard/read-leaderboard";
import { LEADERBOARD_MEASURES, LEADERBOARD_WINDOWS, leaderboardQuerySchema } from "@/lib/schemas/leaderboard";

export const dynamic = "force-dynamic";

export function generateMetadata(): Promise<Metadata> {
  return describePage({
    title: "Leaderboard",
    description: "The hundred best traders of simulated perpetuals over 24 hours, 7 days and 30 days.",
    path: "/leaderboard",
  });
}

const MEASURE_NAMES = { pnl: "Profit", return: "Return", score: "Risk-adjusted" } as const;

/** The first hundred of a window, with one's own place above them. */
export default async function LeaderboardPage(props: { searchParams: Promise<Record<string, unknown>> }) {
  const asked = leaderboardQuerySchema.safeParse(await props.searchParams);
  const { window, by } = asked.success ? asked.data : leaderboardQuerySchema.parse({});
  const session = await readPageSession();
  const [board, own, isListed] = await Promise.all([
    readLeaderboard(window, by),
    session ? findOwnPlace(session.userId, window) : null,
    session ? findListing(session.userId) : false,
  ]);
  return (
    <SiteFrame>
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="flex-1 font-semibold text-2xl">Leaderboard</h1>
          <nav aria-label="Window and measure" className="flex flex-wrap gap-1">
            {LEADERBOARD_WINDOWS.map((one) => (
              <Choice key={one} to={{ window: one, by }} isOn={one === window} text={one} />
            ))}
            <span aria-hidden className="mx-1 border-l" />
            {LEADERBOARD_MEASURES.map((one) => (
              <Choice key={one} to={{ window, by: one }} isOn={one === by} text={MEASURE_NAMES[one]} />
            ))}
          </nav>
        </div>
        {session && (
          <div className="panel flex flex-wrap items-center justify-between gap-3 px-4 py-2 text-sm">
            <p>
              {own ? (
                <>
                  You are number <strong className="num">{own.ranks[by]}</strong> of {board.ranked} with{" "}
                  {formatPercent(own.return)}.
                </>
              ) : (
                "You are not ranked in this window: close a trade in it, without resetting the portfolio."
              )}
            </p>
            <ListingSwitch isListed={isListed} />
          </div>
        )}
        <LeaderboardTable lines={board.lines} by={by} />
        <p className="text-text-3 text-xs">
          {board.computedAt
            ? `Computed ${board.computedAt.slice(0, 16).replace("T", " ")} UTC over ${board.ranked} traders. `
            : "The first ranking is being computed. "}
          Net profit of closed trades, after fees and funding. Risk-adjusted is profit ÷ √(sum of squared
          results): even results rank higher. Portfolios that were reset or topped up inside the window are
          left out, and whoever does not want to be listed.
        </p>
      </div>
    </SiteFrame>
  );
}

function Choice(props: { to: { window: string; by: string }; isOn: boolean; text: string }) {
  return (
    <Link
      href={`/leaderboard?window=${props.to.window}&by=${props.to.by}`}
      aria-current={props.isOn ? "true" : undefined}
      className={cn(buttonVariants({ variant: "ghost", size: "md" }), props.isOn && "bg-hover text-accent")}
    >
      {props.text}
    </Link>
  );
}
