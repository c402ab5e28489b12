import type { Metadata } from "next";
import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { EvidenceView } from "@/components/challenge/evidence-view";
import { HeadroomGauge } from "@/components/challenge/headroom-gauge";
import { ResetCountdown } from "@/components/challenge/reset-countdown";
import { RuleList } from "@/components/challenge/rule-list";
import { TradeLink } from "@/components/challenge/trade-link";
import { DeskFrame } from "@/components/shell/desk-frame";
import { LinePicture } from "@/components/shell/line-picture";
import { PageMessages } from "@/components/shell/page-messages";
import { Panel } from "@/components/shell/panel";
import { Notice } from "@/components/ui/notice";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { readChallenge } from "@/lib/challenge/read-challenge";
import { formatFixed } from "@/lib/client/format";
import type { Translate } from "@/lib/client/translate";
import { formatDay } from "@/lib/core/challenge/format-rule";
import { AppError } from "@/lib/schemas/api-error";
import type { ChallengeDetail, ChallengeStandingDto, RuleDto } from "@/lib/schemas/challenge-responses";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("challenge.page");
  return { title: t("meta.title"), robots: { index: false } };
}

/** One challenge: headroom, target, days, floors over time, rules and proof. */
export default async function ChallengePage(props: { params: Promise<{ id: string }> }) {
  const t = await getTranslations("challenge.page");
  const { id } = await props.params;
  const session = await readPageSession();
  if (!session) redirect(`/login?next=/challenges/${encodeURIComponent(id)}`);
  const challenge = await readChallenge(session.userId, id).catch((error) => {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  });
  const { standing, rules } = challenge;
  return (
    <DeskFrame
      title={t("title", {
        plan: challenge.planName,
        phase: String(challenge.phase),
        phases: String(challenge.phases),
      })}
      current="/challenges"
    >
      <Outcome challenge={challenge} />
      {challenge.status === "RUNNING" && (
        <TradeLink portfolioId={challenge.portfolioId}>{t("trade")}</TradeLink>
      )}
      {standing && (
        <div className="grid gap-4 md:grid-cols-2">
          <Panel title={t("room")} note={t("roomNote")}>
            {tightest(rules, "day") && (
              <HeadroomGauge
                name={t("today")}
                headroom={standing.headroomToday}
                amount={amountOf(rules, "day")}
                note={formatFloor(rules, "day", t)}
              />
            )}
            <HeadroomGauge
              name={t("overall")}
              headroom={standing.headroomOverall}
              amount={amountOf(rules, "total")}
              note={formatFloor(rules, "total", t)}
            />
          </Panel>
          <Progress standing={standing} />
        </div>
      )}
      <Panel title={t("chart")} note={t("chartNote")}>
        <LinePicture
          label={t("chartLabel", { plan: challenge.planName })}
          atMs={challenge.history.map(({ at }) => Date.parse(at))}
          lines={[
            {
              name: t("equity"),
              tone: "accent",
              values: challenge.history.map(({ equity }) => Number(equity)),
            },
            ...(standing?.target
              ? [
                  {
                    name: t("target"),
                    tone: "up" as const,
                    values: challenge.history.map(() => Number(standing.target)),
                  },
                ]
              : []),
            ...rules.map((rule, index) => ({
              name: t("floorOf", { rule: rule.name }),
              tone: index === 0 ? ("warn" as const) : ("down" as const),
              isStep: true,
              values: challenge.history.map(({ floors }) =>
                floors[rule.id] ? Number(floors[rule.id]) : null,
              ),
            })),
          ]}
        />
      </Panel>
      {challenge.evidence && (
        <Panel title={t("evidence")}>
          <EvidenceView evidence={challenge.evidence} />
        </Panel>
      )}
      <Panel title={t("rules")} note={t("rulesNote", { version: String(challenge.version) })}>
        <RuleList rules={rules} />
      </Panel>
      <Panel title={t("phases")}>
        <ol className="flex flex-col gap-1 text-sm">
          {challenge.phaseList.map((phase) => (
            <li key={phase.phase} className="flex flex-wrap gap-x-4">
              <span>{phase.name}</span>
              <span className="text-text-2">{t(`phaseStatus.${phase.status}`)}</span>
              <span className="text-text-3">
                {phase.target
                  ? t("phaseTarget", {
                      target: formatFixed(phase.target, 2),
                      days: phase.minTradingDays,
                    })
                  : t("phaseNoTarget", { days: phase.minTradingDays })}
              </span>
            </li>
          ))}
        </ol>
      </Panel>
    </DeskFrame>
  );
}

function Outcome({ challenge }: { challenge: ChallengeDetail }) {
  const t = useTranslations("challenge.page");
  if (challenge.status === "FAILED") {
    return (
      <Notice tone="bad">
        {t("failed")}{" "}
        <Link href="/pricing" className="underline">
          {t("another")}
        </Link>
      </Notice>
    );
  }
  if (challenge.status === "VOID") {
    return <Notice tone="warn">{t("void")}</Notice>;
  }
  if (challenge.status === "PASSED") {
    return (
      <Notice tone="good">
        {t.rich("passed", {
          plan: challenge.planName,
          phases: challenge.phases,
          start: challenge.startedAt.slice(0, 10),
          end: challenge.endedAt?.slice(0, 10) ?? "",
          link: (chunks) => (
            <Link href={`/certificates/${encodeURIComponent(challenge.id)}`} className="underline">
              {chunks}
            </Link>
          ),
        })}
      </Notice>
    );
  }
  return challenge.standing?.pausedUntil ? <Notice tone="warn">{t("paused")}</Notice> : null;
}

function Progress({ standing }: { standing: ChallengeStandingDto }) {
  const t = useTranslations("challenge.page");
  const tCommon = useTranslations("common");
  const gained = Number(standing.balance) - Number(standing.startingBalance);
  const goal = standing.target === null ? null : Number(standing.target) - Number(standing.startingBalance);
  const share = goal === null ? 0 : Math.max(0, Math.min(1, gained / goal));
  return (
    <Panel title={t("progress")}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        <dt className="text-text-2">{t("balance")}</dt>
        <dd className="num text-right">{formatFixed(standing.balance, 2)}</dd>
        <dt className="text-text-2">{t("equity")}</dt>
        <dd className="num text-right">
          {standing.equity ? formatFixed(standing.equity, 2) : tCommon("priceUnknown")}
        </dd>
        <dt className="text-text-2">{t("target")}</dt>
        <dd className="num text-right">
          {standing.target ? formatFixed(standing.target, 2) : t("noTarget")}
        </dd>
        <dt className="text-text-2">{t("tradingDays")}</dt>
        <dd className="num text-right">
          {t("daysOf", { done: String(standing.tradingDays), wanted: String(standing.minTradingDays) })}
        </dd>
        <dt className="text-text-2">{t("dayEnds")}</dt>
        <dd className="text-right">
          <PageMessages areas={["challenge.countdown"]}>
            <ResetCountdown at={standing.resetAt} />
          </PageMessages>
        </dd>
      </dl>
      <span aria-hidden className="h-2 overflow-hidden rounded bg-raised">
        <span className="block h-full bg-up" style={{ width: `${share * 100}%` }} />
      </span>
      <span className="text-text-3 text-xs">
        {t("share", { share: String(Math.round(share * 100)) })}{" "}
        {formatDay({ resetAt: standing.resetTime, zone: standing.resetZone })} {t("dayCounts")}
      </span>
    </Panel>
  );
}

function tightest(rules: readonly RuleDto[], scope: RuleDto["scope"]): RuleDto | undefined {
  return rules
    .filter((rule) => rule.scope === scope && rule.headroom !== null)
    .sort((a, b) => Number(a.headroom) - Number(b.headroom))[0];
}

function amountOf(rules: readonly RuleDto[], scope: RuleDto["scope"]): string | null {
  return tightest(rules, scope)?.amount ?? null;
}

function formatFloor(
  rules: readonly RuleDto[],
  scope: RuleDto["scope"],
  t: Translate<"challenge.page">,
): string {
  const rule = tightest(rules, scope);
  return rule ? t("floor", { amount: formatFixed(rule.floor, 2), rule: rule.name }) : t("noRule");
}
