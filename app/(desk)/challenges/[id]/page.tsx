import type { Metadata } from "next";
import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { EvidenceView } from "@/components/challenge/evidence-view";
import { ResetCountdown } from "@/components/challenge/reset-countdown";
import { RoomGauge } from "@/components/challenge/room-gauge";
import { RuleList } from "@/components/challenge/rule-list";
import { TradeLink } from "@/components/challenge/trade-link";
import { DeskFrame } from "@/components/shell/desk-frame";
import { Panel } from "@/components/shell/panel";
import { LinePicture } from "@/components/terminal/chart/line-picture";
import { Notice } from "@/components/ui/notice";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { readChallenge } from "@/lib/challenge/read-challenge";
import { formatFixed } from "@/lib/client/format";
import { formatDay } from "@/lib/core/challenge/format-rule";
import { AppError } from "@/lib/schemas/api-error";
import type { ChallengeDetail, ChallengeStandingDto, RuleDto } from "@/lib/schemas/challenge-answers";

export const metadata: Metadata = { title: "Challenge", robots: { index: false } };

/** One challenge: headroom, target, days, floors over time, rules and proof. */
export default async function ChallengePage(props: { params: Promise<{ id: string }> }) {
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
      title={`${challenge.planName}, phase ${challenge.phase} of ${challenge.phases}`}
      current="/challenges"
    >
      <Outcome challenge={challenge} />
      {challenge.status === "RUNNING" && <TradeLink portfolioId={challenge.portfolioId} />}
      {standing && (
        <div className="grid gap-4 md:grid-cols-2">
          <Panel title="Room left" note="Equity above the floor">
            {tightest(rules, "day") && (
              <RoomGauge
                name="Today"
                room={standing.roomToday}
                amount={amountOf(rules, "day")}
                note={describeFloor(rules, "day")}
              />
            )}
            <RoomGauge
              name="Overall"
              room={standing.roomOverall}
              amount={amountOf(rules, "total")}
              note={describeFloor(rules, "total")}
            />
          </Panel>
          <Progress standing={standing} />
        </div>
      )}
      <Panel title="Equity and floors over time" note="At every event that moved them">
        <LinePicture
          label={`Equity and floors of ${challenge.planName}`}
          atMs={challenge.history.map(({ at }) => Date.parse(at))}
          lines={[
            { name: "Equity", tone: "accent", values: challenge.history.map(({ equity }) => Number(equity)) },
            ...rules.map((rule, index) => ({
              name: `Floor: ${rule.name}`,
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
        <Panel title="Evidence">
          <EvidenceView evidence={challenge.evidence} />
        </Panel>
      )}
      <Panel title="Rules" note={`Version ${challenge.version}, pinned when the challenge started`}>
        <RuleList rules={rules} />
      </Panel>
      <Panel title="Phases">
        <ol className="flex flex-col gap-1 text-sm">
          {challenge.phaseList.map((phase) => (
            <li key={phase.phase} className="flex flex-wrap gap-x-4">
              <span>{phase.name}</span>
              <span className="text-text-2">{phase.status.toLowerCase()}</span>
              <span className="text-text-3">
                {phase.target ? `target ${formatFixed(phase.target, 2)}, ` : ""}
                {phase.minTradingDays} trading days
              </span>
            </li>
          ))}
        </ol>
      </Panel>
    </DeskFrame>
  );
}

function Outcome({ challenge }: { challenge: ChallengeDetail }) {
  if (challenge.status === "FAILED") {
    return (
      <Notice tone="warn">
        Failed. Everything was closed at the marks of the breach; the proof is below.
      </Notice>
    );
  }
  if (challenge.status === "VOID") {
    return (
      <Notice tone="warn">
        Void. The payment or grant behind this challenge was taken back: it is closed and has no certificate.
      </Notice>
    );
  }
  if (challenge.status === "PASSED") {
    return (
      <Notice tone="good">
        Certificate: this trader passed {challenge.planName}, all {challenge.phases} phases, from{" "}
        {challenge.startedAt.slice(0, 10)} to {challenge.endedAt?.slice(0, 10)}.{" "}
        <Link href={`/certificates/${encodeURIComponent(challenge.id)}`} className="underline">
          Open the certificate
        </Link>
        : whoever has its link can recompute it from the log.
      </Notice>
    );
  }
  return challenge.standing?.pausedUntil ? (
    <Notice tone="warn">Today's limit is reached; trading goes on after the reset.</Notice>
  ) : null;
}

function Progress({ standing }: { standing: ChallengeStandingDto }) {
  const gained = Number(standing.balance) - Number(standing.startingBalance);
  const goal = standing.target === null ? null : Number(standing.target) - Number(standing.startingBalance);
  const share = goal === null ? 0 : Math.max(0, Math.min(1, gained / goal));
  return (
    <Panel title="Progress">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        <dt className="text-text-2">Balance</dt>
        <dd className="num text-right">{formatFixed(standing.balance, 2)}</dd>
        <dt className="text-text-2">Equity</dt>
        <dd className="num text-right">
          {standing.equity ? formatFixed(standing.equity, 2) : "price unknown"}
        </dd>
        <dt className="text-text-2">Target</dt>
        <dd className="num text-right">{standing.target ? formatFixed(standing.target, 2) : "none"}</dd>
        <dt className="text-text-2">Trading days</dt>
        <dd className="num text-right">
          {standing.tradingDays} of {standing.minTradingDays}
        </dd>
        <dt className="text-text-2">Day ends in</dt>
        <dd className="text-right">
          <ResetCountdown at={standing.resetAt} />
        </dd>
      </dl>
      <span aria-hidden className="h-2 overflow-hidden rounded bg-raised">
        <span className="block h-full bg-up" style={{ width: `${share * 100}%` }} />
      </span>
      <span className="text-text-3 text-xs">
        {Math.round(share * 100)} % of the target, closed profit only.{" "}
        {formatDay({ resetAt: standing.resetTime, zone: standing.resetZone })} A day counts when a position is
        opened in it.
      </span>
    </Panel>
  );
}

function tightest(rules: readonly RuleDto[], scope: RuleDto["scope"]): RuleDto | undefined {
  return rules
    .filter((rule) => rule.scope === scope && rule.room !== null)
    .sort((a, b) => Number(a.room) - Number(b.room))[0];
}

function amountOf(rules: readonly RuleDto[], scope: RuleDto["scope"]): string | null {
  return tightest(rules, scope)?.amount ?? null;
}

function describeFloor(rules: readonly RuleDto[], scope: RuleDto["scope"]): string {
  const rule = tightest(rules, scope);
  return rule ? `Floor ${formatFixed(rule.floor, 2)} (${rule.name})` : "This plan has no such rule.";
}
