import type { Metadata } from "next";
import Link from "next/link";
import { LeaderboardTable } from "@/components/leaderboard/leaderboard-table";
import { ListingSwitch } from "@/components/leaderboard/listing-switch";
import { SiteFrame } from "@/components/shell/site-frame";
import { buttonVariants } from "@/components/ui/button";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { cn } from "@/lib/client/cn";
import { formatPercent } from "@/lib/client/format";
import { findListing, findOwnPlace } from "@/lib/db/queries/leaderboard";
import { describePage } from "@/lib/infra/describe-page";
import { readLeaderboard } from "@/lib/leaderboard/read-leaderboard";
import {
  type Board,
  LEADERBOARD_LISTS,
  LEADERBOARD_MEASURES,
  LEADERBOARD_MINIMUM,
  LEADERBOARD_WINDOWS,
  leaderboardQuerySchema,
  type OwnPlace,
  STANDARD_OPENING,
} from "@/lib/schemas/leaderboard";

export const dynamic = "force-dynamic";

export function generateMetadata(): Promise<Metadata> {
  return describePage({
    title: "Leaderboard",
    description: "The hundred best traders of simulated perpetuals over 24 hours, 7 days and 30 days.",
    path: "/leaderboard",
  });
}

const LIST_NAMES = { practice: "Practice", challenge: "Challenges" } as const;
const MEASURE_NAMES = { pnl: "Profit", return: "Return", score: "Risk-adjusted" } as const;

/** The first hundred of a window, with the user's own rank above them. */
export default async function LeaderboardPage(props: { searchParams: Promise<Record<string, unknown>> }) {
  const asked = leaderboardQuerySchema.safeParse(await props.searchParams);
  const choice = asked.success ? asked.data : leaderboardQuerySchema.parse({});
  const { list, window, by } = choice;
  const session = await readPageSession();
  const [board, own, isListed] = await Promise.all([
    readLeaderboard(choice),
    session ? findOwnPlace(session.userId, choice) : null,
    session ? findListing(session.userId) : false,
  ]);
  return (
    <SiteFrame>
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="flex-1 font-semibold text-2xl">Leaderboard</h1>
          <nav aria-label="List, window and measure" className="flex flex-wrap gap-1">
            {LEADERBOARD_LISTS.map((one) => (
              <Choice key={one} to={{ ...choice, list: one }} isOn={one === list} text={LIST_NAMES[one]} />
            ))}
            <span aria-hidden className="mx-1 border-l" />
            {LEADERBOARD_WINDOWS.map((one) => (
              <Choice key={one} to={{ ...choice, window: one }} isOn={one === window} text={one} />
            ))}
            <span aria-hidden className="mx-1 border-l" />
            {LEADERBOARD_MEASURES.map((one) => (
              <Choice key={one} to={{ ...choice, by: one }} isOn={one === by} text={MEASURE_NAMES[one]} />
            ))}
          </nav>
        </div>
        {session && (
          <div className="panel flex flex-wrap items-center justify-between gap-3 px-4 py-2 text-sm">
            <OwnStanding own={own} board={choice} ranked={board.ranked} />
            <ListingSwitch isListed={isListed} />
          </div>
        )}
        <LeaderboardTable lines={board.lines} by={by} />
        <p className="text-text-3 text-xs">
          {board.computedAt
            ? `Computed ${board.computedAt.slice(0, 16).replace("T", " ")} UTC over ${board.ranked} traders. `
            : "The first ranking is being computed. "}
          Profit is the change of equity over all portfolios of a trader in the window: closed trades after
          fees and funding, open positions at the mark, losses of portfolios that were reset included. Return
          is profit as a share of the capital; each reset adds its opening balance. Risk-adjusted is profit ÷
          √(sum of squared results): even results rank higher. Profit in USDT ranks portfolios that began with{" "}
          {STANDARD_OPENING.toLocaleString("en-US")}. Ranked are traders who have chosen to be listed, with at
          least {describeMinimum(window)}.
        </p>
      </div>
    </SiteFrame>
  );
}

/** A trader's own rank, or what is missing for one. */
function OwnStanding({ own, board, ranked }: { own: OwnPlace | null; board: Board; ranked: number }) {
  if (own === null) {
    return (
      <p>
        You are not ranked in this window. A rank needs {describeMinimum(board.window)}, and your name listed.
      </p>
    );
  }
  const rank = own.ranks[board.by];
  if (rank === null) {
    return (
      <p>
        Your portfolios did not begin with {STANDARD_OPENING.toLocaleString("en-US")} USDT, so you are ranked
        by return, not by profit.
      </p>
    );
  }
  return (
    <p>
      You are number <strong className="num">{rank}</strong> of {ranked} with {formatPercent(own.return)}.
    </p>
  );
}

function describeMinimum(window: Board["window"]): string {
  const { trades, days } = LEADERBOARD_MINIMUM[window];
  return `${trades} closed trades${days > 1 ? ` on ${days} days (UTC)` : ""}`;
}

function Choice(props: { to: Board; isOn: boolean; text: string }) {
  const { list, window, by } = props.to;
  return (
    <Link
      href={`/leaderboard?list=${list}&window=${window}&by=${by}`}
      aria-current={props.isOn ? "true" : undefined}
      className={cn(buttonVariants({ variant: "ghost", size: "md" }), props.isOn && "bg-hover text-accent")}
    >
      {props.text}
    </Link>
  );
}
