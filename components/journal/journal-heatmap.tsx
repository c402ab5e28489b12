import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Amount } from "@/components/shell/amount";
import { WideContent } from "@/components/ui/wide-content";
import { cn } from "@/lib/client/cn";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { HeatmapDto } from "@/lib/schemas/journal-responses";
import type { LocaleTag } from "@/lib/schemas/locale";

type Month = HeatmapDto["months"][number];
type Day = Month["weeks"][number]["days"][number];

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/**
 * Net profit by day in the trader's zone: a month as a calendar with week totals, above the twelve months of
 * its year. `month` is "2026-03"; `linkTo` returns the URL of another one, `linkToDay` that of a day of it.
 */
export function JournalHeatmap(props: {
  year: HeatmapDto;
  month: string;
  chosen: string | undefined;
  /** Days with a note. */
  noted: readonly string[];
  linkTo: (month: string) => string;
  linkToDay: (day: string) => string;
}) {
  const t = useTranslations("journal.calendar");
  const locale = useLocale();
  const { year, linkTo } = props;
  const month = year.months.find((one) => one.month === props.month) ?? year.months[0];
  if (month === undefined) return null;
  const days = year.months.flatMap((one) => one.weeks.flatMap((week) => week.days));
  const strongest = Math.max(...days.map(({ net }) => Math.abs(Number(net))), 0);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3 text-sm">
        <Link href={linkTo(shiftMonth(month.month, -1))} className="rounded px-2 text-text-2 hover:bg-hover">
          ← <span className="sr-only">{t("earlier")}</span>
        </Link>
        <span className="font-medium">{nameMonth(month.month, locale)}</span>
        <Link href={linkTo(shiftMonth(month.month, 1))} className="rounded px-2 text-text-2 hover:bg-hover">
          → <span className="sr-only">{t("later")}</span>
        </Link>
        <Amount value={month.net} />
        <span className="text-text-3 text-xs">
          {t("closed", { count: String(month.closed), zone: year.zone })}
        </span>
      </div>
      <WideContent label={t("days")}>
        <MonthTable
          month={month}
          strongest={strongest}
          chosen={props.chosen}
          noted={props.noted}
          linkToDay={props.linkToDay}
        />
      </WideContent>
      <ul
        aria-label={t("months", { year: String(year.year) })}
        className="grid grid-cols-3 gap-2 sm:grid-cols-6 lg:grid-cols-12"
      >
        {year.months.map((one) => (
          <li key={one.month}>
            <Link
              href={linkTo(one.month)}
              aria-current={one.month === month.month ? "true" : undefined}
              className="flex flex-col gap-1 rounded border p-1.5 hover:bg-hover aria-[current]:border-accent"
            >
              <span className="text-text-3 text-xs">{nameMonth(one.month, locale).slice(0, 3)}</span>
              <YearStrip month={one} strongest={strongest} />
              <Amount value={one.net} digits={Math.abs(Number(one.net)) < 100 ? 2 : 0} className="text-xs" />
            </Link>
          </li>
        ))}
      </ul>
      <p className="text-text-3 text-xs">
        {t.rich("year", {
          year: String(year.year),
          amount: () => <Amount value={year.net} />,
        })}
        {year.open !== null && <> {t.rich("open", { amount: () => <Amount value={year.open ?? "0"} /> })}</>}
      </p>
    </div>
  );
}

type DayLinks = { chosen: string | undefined; noted: readonly string[]; linkToDay: (day: string) => string };

function MonthTable({ month, strongest, ...links }: { month: Month; strongest: number } & DayLinks) {
  const t = useTranslations("journal.calendar");
  const locale = useLocale();
  return (
    <table className="w-full min-w-[560px] table-fixed border-separate border-spacing-1 text-xs">
      <caption className="sr-only">{t("caption", { month: nameMonth(month.month, locale) })}</caption>
      <thead>
        <tr className="text-text-3">
          {WEEKDAYS.map((name) => (
            <th key={name} scope="col" className="font-normal">
              {t(`weekdays.${name}`)}
            </th>
          ))}
          <th scope="col" className="font-normal">
            {t("week")}
          </th>
        </tr>
      </thead>
      <tbody>
        {month.weeks.map((week) => {
          const before = weekdayOf(week.start);
          const after = 7 - before - week.days.length;
          return (
            <tr key={week.start}>
              {before > 0 && <td colSpan={before} />}
              {week.days.map((day) => (
                <DayCell key={day.day} day={day} strongest={strongest} {...links} />
              ))}
              {after > 0 && <td colSpan={after} />}
              <td className="rounded bg-raised px-1.5 text-right">
                <Amount value={week.net} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** A day, which links to its trades and its note. */
function DayCell({ day, strongest, chosen, noted, linkToDay }: { day: Day; strongest: number } & DayLinks) {
  const t = useTranslations("journal.calendar");
  const formats = formatsOf(useLocale());
  const isNoted = noted.includes(day.day);
  return (
    <td
      className={cn(
        "h-12 rounded border align-top",
        day.closed === 0 && "border-transparent",
        day.day === chosen && "border-accent",
      )}
      style={{ background: shade(day.net, strongest) }}
    >
      <Link
        href={linkToDay(day.day)}
        scroll={false}
        prefetch={false}
        aria-current={day.day === chosen ? "true" : undefined}
        className="block h-full rounded px-1.5 py-1 hover:outline hover:outline-line-strong"
      >
        <span className="text-text">{Number(day.day.slice(8))}</span>
        {isNoted && (
          <span className="text-text">
            <span aria-hidden> ✎</span>
            <span className="sr-only">{t("dayNoted")}</span>
          </span>
        )}
        {day.closed > 0 && (
          <span className="num block text-right text-text">
            {formats.signed(day.net)}
            <span className="sr-only">{t("dayClosed", { count: String(day.closed) })}</span>
          </span>
        )}
      </Link>
    </td>
  );
}

/** A month's days as a row of thin bars. */
function YearStrip({ month, strongest }: { month: Month; strongest: number }) {
  const days = month.weeks.flatMap((week) => week.days);
  return (
    <span
      aria-hidden
      className="grid h-4 gap-px"
      style={{ gridTemplateColumns: `repeat(${days.length}, 1fr)` }}
    >
      {days.map(({ day, net }) => (
        <span key={day} style={{ background: shade(net, strongest) }} className="bg-raised" />
      ))}
    </span>
  );
}

/** The colour of a day: stronger the more it made or lost, compared with the year's strongest day. */
function shade(net: string, strongest: number): string | undefined {
  const value = Number(net);
  if (value === 0 || strongest === 0) return undefined;
  const strength = Math.round(12 + (Math.abs(value) / strongest) * 38);
  return `color-mix(in oklab, var(${value > 0 ? "--up" : "--down"}) ${strength}%, var(--panel))`;
}

/** 0 is Monday. */
function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

function shiftMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

function nameMonth(month: string, locale: LocaleTag): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  return date.toLocaleDateString(locale, { month: "long", year: "numeric", timeZone: "UTC" });
}
