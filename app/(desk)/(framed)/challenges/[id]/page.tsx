import type { Metadata } from "next";
import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { ChallengeFigures } from "@/components/challenge/challenge-figures";
import { ChallengeStatistics } from "@/components/challenge/challenge-statistics";
import { DayTable } from "@/components/challenge/day-table";
import { describeDay, describeRule } from "@/components/challenge/describe-rule";
import { EvidenceView } from "@/components/challenge/evidence-view";
import { HeadroomGauge } from "@/components/challenge/headroom-gauge";
import { ObjectiveList } from "@/components/challenge/objective-list";
import { RuleList } from "@/components/challenge/rule-list";
import { StartButton } from "@/components/challenge/start-button";
import { TradeLink } from "@/components/challenge/trade-link";
import { EntryTable } from "@/components/journal/entry-table";
import { RuleTerms } from "@/components/rules/rule-terms";
import { BuyButton } from "@/components/shell/buy-button";
import { DeskFrame } from "@/components/shell/desk-frame";
import { LinePicture, type PictureLine } from "@/components/shell/line-picture";
import { Panel } from "@/components/shell/panel";
import { Notice } from "@/components/ui/notice";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { readChallenge } from "@/lib/challenge/read-challenge";
import { type Formats, formatsOf } from "@/lib/client/locale/formats-of";
import { namePhase } from "@/lib/client/names/name-phase";
import { nameRule } from "@/lib/client/names/name-rule";
import type { Translate } from "@/lib/client/translate";
import type { FloorRule, Plan } from "@/lib/core/challenge/plan";
import { TRIAL_PLAN } from "@/lib/core/challenge/trial-plan";
import { AppError } from "@/lib/schemas/api-error";
import type { ChallengeDetail, RuleDto } from "@/lib/schemas/challenge/challenge-responses";

const FLOOR_TONES = ["warn", "down", "muted"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("challenge.page");
  return { title: t("meta.title"), robots: { index: false } };
}

/** One challenge: objectives, headroom, floors over time, days, trades, statistics, rules and proof. */
export default async function ChallengePage(props: { params: Promise<{ id: string }> }) {
  const t = await getTranslations("challenge.page");
  const formats = formatsOf(await getLocale());
  const tDays = await getTranslations("challenge.days");
  const { id } = await props.params;
  const session = await readPageSession();
  if (!session) redirect(`/login?next=/challenges/${encodeURIComponent(id)}`);
  const [tRule, tPhase, tLoss] = await Promise.all([
    getTranslations("common.rule"),
    getTranslations("common.phase"),
    getTranslations("rules.loss"),
  ]);
  const describe = (rule: FloorRule, plan: Plan) => describeRule(rule, plan, { t: tLoss, formats });
  const found = await readChallenge(session.userId, id, describe).catch((error) => {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  });
  const challenge = {
    ...found,
    rules: found.rules.map((rule) => ({ ...rule, name: nameRule(rule.name, tRule) })),
    phaseList: found.phaseList.map((phase) => ({ ...phase, name: namePhase(phase.name, tPhase) })),
  };
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
      {standing && <ChallengeFigures standing={standing} />}
      <div className="grid gap-4 md:grid-cols-2">
        <ObjectivesPanel challenge={challenge} />
        {standing ? (
          <HeadroomPanel standing={standing} rules={rules} />
        ) : (
          <ChallengeStatistics statistics={challenge.statistics} />
        )}
      </div>
      <Panel title={t("chart")} note={t("chartNote")}>
        <LinePicture
          label={t("chartLabel", { plan: challenge.planName })}
          atMs={challenge.history.map(({ at }) => Date.parse(at))}
          lines={listLines(challenge, t)}
        />
      </Panel>
      {standing && <ChallengeStatistics statistics={challenge.statistics} />}
      <Panel title={tDays("title")} note={tDays("note")}>
        <DayTable days={challenge.days} />
      </Panel>
      <TradesPanel challenge={challenge} />
      {challenge.evidence && (
        <Panel title={t("evidence")}>
          <EvidenceView evidence={challenge.evidence} />
        </Panel>
      )}
      <Panel title={t("rules")} note={t("rulesNote", { version: String(challenge.version) })}>
        <RuleList rules={rules} />
        <RuleTerms terms={challenge.terms} />
      </Panel>
      <PhasesPanel challenge={challenge} />
    </DeskFrame>
  );
}

function ObjectivesPanel({ challenge }: { challenge: ChallengeDetail }) {
  const t = useTranslations("challenge.page");
  const tLoss = useTranslations("rules.loss");
  const { standing } = challenge;
  return (
    <Panel
      title={t("objectives")}
      note={t(challenge.status === "RUNNING" ? "objectivesNote" : "objectivesEnded")}
    >
      <ObjectiveList objectives={challenge.objectives} />
      {standing && (
        <p className="text-text-3 text-xs">
          {describeDay({ resetAt: standing.resetTime, zone: standing.resetZone }, tLoss)} {t("dayCounts")}
        </p>
      )}
    </Panel>
  );
}

function HeadroomPanel({
  standing,
  rules,
}: Pick<ChallengeDetail, "rules"> & { standing: NonNullable<ChallengeDetail["standing"]> }) {
  const t = useTranslations("challenge.page");
  const formats = formatsOf(useLocale());
  return (
    <Panel title={t("headroom")} note={t("headroomNote")}>
      {tightest(rules, "day") && (
        <HeadroomGauge
          name={t("today")}
          headroom={standing.headroomToday}
          amount={amountOf(rules, "day")}
          note={formatFloor(rules, "day", { t, formats })}
        />
      )}
      <HeadroomGauge
        name={t("overall")}
        headroom={standing.headroomOverall}
        amount={amountOf(rules, "total")}
        note={formatFloor(rules, "total", { t, formats })}
      />
    </Panel>
  );
}

function TradesPanel({ challenge }: { challenge: ChallengeDetail }) {
  const t = useTranslations("challenge.page");
  return (
    <Panel title={t("trades")} note={challenge.trades.length > 0 && t("tradesNote")}>
      {challenge.trades.length > 0 ? (
        <>
          <EntryTable entries={challenge.trades} />
          <Link
            href={`/journal?portfolioId=${encodeURIComponent(challenge.portfolioId)}`}
            className="self-start rounded text-accent text-xs underline-offset-2 hover:underline"
          >
            {t("allTrades")}
          </Link>
        </>
      ) : (
        <p className="py-6 text-center text-sm text-text-2">{t("noTrades")}</p>
      )}
    </Panel>
  );
}

function PhasesPanel({ challenge }: { challenge: ChallengeDetail }) {
  const t = useTranslations("challenge.page");
  const formats = formatsOf(useLocale());
  return (
    <Panel title={t("phases")}>
      <ol className="flex flex-col gap-1 text-sm">
        {challenge.phaseList.map((phase) => (
          <li key={phase.phase} className="flex flex-wrap gap-x-4">
            <span>{phase.name}</span>
            <span className="text-text-2">{t(`phaseStatus.${phase.status}`)}</span>
            <span className="text-text-3">
              {phase.target
                ? t("phaseTarget", {
                    target: formats.fixed(phase.target, 2),
                    days: phase.minTradingDays,
                  })
                : t("phaseNoTarget", { days: phase.minTradingDays })}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Outcome({ challenge }: { challenge: ChallengeDetail }) {
  const t = useTranslations("challenge.page");
  const formats = formatsOf(useLocale());
  if (challenge.status === "FAILED") {
    return (
      <div className="flex flex-col gap-3">
        <Notice tone="bad">
          {t("failed")}{" "}
          <Link href="/pricing" className="underline">
            {t("another")}
          </Link>
        </Notice>
        {challenge.planId === TRIAL_PLAN.id && <StartButton label={t("retry")} body={{ trial: true }} />}
        {challenge.retryProduct && (
          <div className="self-start">
            <BuyButton
              product={challenge.retryProduct}
              label={t("retry")}
              next={`/challenges/${challenge.id}`}
            />
          </div>
        )}
      </div>
    );
  }
  if (challenge.status === "VOID") {
    return <Notice tone="warn">{t(challenge.planId === TRIAL_PLAN.id ? "trialOver" : "void")}</Notice>;
  }
  if (challenge.status === "PASSED") {
    return (
      <Notice tone="good">
        {t.rich("passed", {
          plan: challenge.planName,
          phases: challenge.phases,
          start: formats.day(challenge.startedAt.slice(0, 10)),
          end: formats.day(challenge.endedAt?.slice(0, 10) ?? ""),
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

/** Equity, the target and each floor, in the order of the rules. */
function listLines(
  { history, target, rules }: ChallengeDetail,
  t: Translate<"challenge.page">,
): PictureLine[] {
  return [
    { name: t("equity"), tone: "accent", values: history.map(({ equity }) => Number(equity)) },
    ...(target === null
      ? []
      : [{ name: t("target"), tone: "up" as const, values: history.map(() => Number(target)) }]),
    ...rules.map((rule, index) => ({
      name: t("floorOf", { rule: rule.name }),
      tone: FLOOR_TONES[index % FLOOR_TONES.length] ?? "warn",
      isStep: true,
      values: history.map(({ floors }) => (floors[rule.id] ? Number(floors[rule.id]) : null)),
    })),
  ];
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
  { t, formats }: { t: Translate<"challenge.page">; formats: Formats },
): string {
  const rule = tightest(rules, scope);
  return rule ? t("floor", { amount: formats.fixed(rule.floor, 2), rule: rule.name }) : t("noRule");
}
