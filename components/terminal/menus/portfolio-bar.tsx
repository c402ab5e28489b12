"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import { ChevronsUpDown } from "@/components/icons/lucide";
import { portfoliosOpened } from "@/components/terminal/portfolios/portfolios-opened";
import { Signed } from "@/components/terminal/stats/signed";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { Menu } from "@/components/ui/menu";
import { formatFixed, NO_VALUE } from "@/lib/client/format";
import { useLiveFigure } from "@/lib/client/portfolio/use-live-figure";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";
import { usePortfolios } from "@/lib/client/portfolio/use-portfolios";
import { warnOfLimit } from "@/lib/core/challenge/rules/limit-warning";
import { type Decimal, parseMoney, toNumber } from "@/lib/core/decimal";

const LimitsDialog = lazyPart(
  () => import("@/components/limits/limits-dialog").then((module) => module.LimitsDialog),
  { failure: "corner" },
);

const PortfolioMenuItems = lazyPart(
  () => import("@/components/terminal/menus/menu-parts").then((module) => module.PortfolioMenuItems),
  { failure: "inline" },
);

const PortfoliosDialog = lazyPart(
  () =>
    import("@/components/terminal/portfolios/portfolios-dialog").then((module) => module.PortfoliosDialog),
  { failure: "corner" },
);

/** The active portfolio: name, equity, day's result, and a challenge's headroom. */
export function PortfolioBar() {
  const t = useTranslations("terminal.portfolio");
  const { portfolios, shownId } = usePortfolios(true);
  const name = portfolios.find((one) => one.id === shownId)?.name;
  const [isLimiting, setLimiting] = useState(false);
  const isChallenge = usePortfolioValue((portfolio) => portfolio.challenge !== null);
  const isManaging = useSyncExternalStore(portfoliosOpened.subscribe, portfoliosOpened.read, () => false);
  return (
    <div className="flex items-center gap-3">
      {isManaging && <PortfoliosDialog onClose={() => portfoliosOpened.write(false)} />}
      <Menu
        align="end"
        trigger={{
          "aria-label": t("change", { name: name ?? "" }),
          size: "tight",
          className: "max-w-40",
          children: (
            <>
              <span className="truncate text-text">{name ?? t("label")}</span>
              <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-text-3" />
            </>
          ),
        }}
      >
        <PortfolioMenuItems onLimits={() => setLimiting(true)} />
      </Menu>
      {isLimiting && shownId !== null && (
        <LimitsDialog portfolioId={shownId} onClose={() => setLimiting(false)} />
      )}
      <dl className="flex gap-4 text-xs">
        <Figure name={t("equity")}>
          <Equity />
        </Figure>
        <Figure name={t("today")}>
          <DayPnl />
        </Figure>
        {isChallenge ? (
          <>
            <Figure name={t("lossLeftToday")}>
              <Headroom of="headroomToday" />
            </Figure>
            <Figure name={t("lossLeftOverall")}>
              <Headroom of="headroomOverall" />
            </Figure>
          </>
        ) : (
          <Figure name={t("freeMargin")} isOptional>
            <FreeMargin />
          </Figure>
        )}
      </dl>
    </div>
  );
}

function Figure(props: { name: string; isOptional?: boolean; children: ReactNode }) {
  return (
    <div
      className={`flex h-9 flex-col justify-center whitespace-nowrap leading-4 ${props.isOptional ? "max-[1500px]:hidden" : ""}`}
    >
      <dt className="text-[11px] text-text-3">{props.name}</dt>
      <dd className="num">{props.children}</dd>
    </div>
  );
}

function money(value: bigint | null): string {
  return value === null ? NO_VALUE : formatFixed(toNumber(value as Decimal), 2);
}

function Equity() {
  return money(useLiveFigure((figures) => figures.equity));
}

function FreeMargin() {
  return money(useLiveFigure((figures) => figures.freeMargin));
}

function DayPnl() {
  const value = useLiveFigure((figures) => figures.dayPnl);
  return <Signed value={value === null ? null : toNumber(value as Decimal)} />;
}

const ALLOWANCES = { headroomToday: "dailyAllowance", headroomOverall: "totalAllowance" } as const;
const WARNING_TONES = { half: "text-warn", "nine-tenths": "text-down" } as const;

/** A challenge's headroom, with a sign and a colour from a half and from nine tenths of its limit on. */
function Headroom({ of }: { of: keyof typeof ALLOWANCES }) {
  const t = useTranslations("terminal.portfolio.limitUsed");
  const value = useLiveFigure((figures) => figures[of]);
  const allowance = usePortfolioValue(({ challenge }) => challenge?.[ALLOWANCES[of]] ?? null);
  const warning =
    value === null || allowance === null
      ? null
      : warnOfLimit({ headroom: value, amount: parseMoney(allowance) });
  if (warning === null) return money(value);
  return (
    <span className={WARNING_TONES[warning]} title={t(warning)}>
      {money(value)} <span aria-hidden>▲</span>
      <span className="sr-only">{t(warning)}</span>
    </span>
  );
}
