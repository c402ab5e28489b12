import type { Metadata } from "next";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { LeaderboardTable } from "@/components/leaderboard/leaderboard-table";
import { ListingSwitch } from "@/components/leaderboard/listing-switch";
import { buttonVariants } from "@/components/ui/button";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { cn } from "@/lib/client/cn";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { Translate } from "@/lib/client/translate";
import { STANDARD_OPENING } from "@/lib/core/opening";
import { findListing, findOwnPlace } from "@/lib/db/queries/leaderboard";
import { buildMetadata } from "@/lib/infra/build-metadata";
import { readLeaderboard } from "@/lib/leaderboard/read-leaderboard";
import {
  type Board,
  LEADERBOARD_LISTS,
  LEADERBOARD_MEASURES,
  LEADERBOARD_MINIMUM,
  LEADERBOARD_WINDOWS,
  leaderboardQuerySchema,
  type OwnPlace,
} from "@/lib/schemas/leaderboard";
import { SMALLEST_OPENING } from "@/lib/schemas/trading/trading";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("leaderboard.board");
  return buildMetadata({
    title: t("title"),
    description: t("meta.description"),
    path: "/leaderboard",
  });
}

/** The first hundred of a window, with the user's own rank above them. */
export default async function LeaderboardPage(props: { searchParams: Promise<Record<string, unknown>> }) {
  const t = await getTranslations("leaderboard.board");
  const formats = formatsOf(await getLocale());
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
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="flex-1 font-semibold text-2xl">{t("title")}</h1>
        <nav aria-label={t("nav")} className="flex flex-wrap gap-1">
          {LEADERBOARD_LISTS.map((one) => (
            <Choice key={one} to={{ ...choice, list: one }} isOn={one === list} text={t(`lists.${one}`)} />
          ))}
          <span aria-hidden className="mx-1 border-l max-sm:hidden" />
          {LEADERBOARD_WINDOWS.map((one) => (
            <Choice
              key={one}
              to={{ ...choice, window: one }}
              isOn={one === window}
              text={t(`windows.${one}`)}
            />
          ))}
          <span aria-hidden className="mx-1 border-l max-sm:hidden" />
          {LEADERBOARD_MEASURES.map((one) => (
            <Choice key={one} to={{ ...choice, by: one }} isOn={one === by} text={t(`measures.${one}`)} />
          ))}
        </nav>
      </div>
      {session && (
        <div className="panel flex flex-wrap items-center justify-between gap-3 px-4 py-2 text-sm">
          <OwnStanding own={own} board={choice} ranked={board.ranked} />
          <ListingSwitch label={t("listed")} isListed={isListed} />
        </div>
      )}
      <LeaderboardTable lines={board.lines} by={by} />
      <p className="text-text-3 text-xs">
        {board.computedAt
          ? t("computed", { time: formats.minute(Date.parse(board.computedAt)), ranked: board.ranked })
          : t("pending")}{" "}
        {t("method", {
          opening: formats.fixed(STANDARD_OPENING, 0),
          smallest: formats.fixed(SMALLEST_OPENING, 0),
          minimum: formatMinimum(window, t),
        })}
      </p>
    </div>
  );
}

/** A trader's own rank, or what is missing for one. */
function OwnStanding({ own, board, ranked }: { own: OwnPlace | null; board: Board; ranked: number }) {
  const t = useTranslations("leaderboard.board");
  const formats = formatsOf(useLocale());
  if (own === null) {
    return <p>{t("unranked", { minimum: formatMinimum(board.window, t) })}</p>;
  }
  const rank = own.ranks[board.by];
  if (rank === null) {
    return <p>{t("otherOpening", { opening: formats.fixed(STANDARD_OPENING, 0) })}</p>;
  }
  return (
    <p>
      {t.rich("rank", {
        rank: String(rank),
        ranked: String(ranked),
        return: formats.percent(own.return),
        b: (chunks) => <strong className="num">{chunks}</strong>,
      })}
    </p>
  );
}

function formatMinimum(window: Board["window"], t: Translate<"leaderboard.board">): string {
  const { trades, days } = LEADERBOARD_MINIMUM[window];
  return days > 1 ? t("tradesOnDays", { trades, days: String(days) }) : t("trades", { trades });
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
