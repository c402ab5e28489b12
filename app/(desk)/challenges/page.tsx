import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { PlanResults } from "@/components/challenge/plan-results";
import { StartButton } from "@/components/challenge/start-button";
import { DeskFrame } from "@/components/shell/desk-frame";
import { Panel } from "@/components/shell/panel";
import { buttonVariants } from "@/components/ui/button";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { evaluateOwnHistory } from "@/lib/challenge/evaluate-own-history";
import { listChallenges } from "@/lib/challenge/list-challenges";

export const metadata: Metadata = { title: "Challenges", robots: { index: false } };

const STATUS_WORDS = { RUNNING: "running", PASSED: "✓ passed", FAILED: "✕ failed", VOID: "void" } as const;

/** A trader's challenges, how to start one, and the trader's history evaluated by each plan. */
export default async function ChallengesPage() {
  const session = await readPageSession();
  if (!session) redirect("/login?next=/challenges");
  const [list, own] = await Promise.all([listChallenges(session.userId), evaluateOwnHistory(session.userId)]);
  return (
    <DeskFrame
      title="Challenges"
      current="/challenges"
      aside={
        <>
          <Link href="/rules" className={buttonVariants({ variant: "outline", size: "md" })}>
            All rules
          </Link>
          <Link href="/pricing" className={buttonVariants({ variant: "solid", size: "md" })}>
            Buy a challenge
          </Link>
        </>
      }
    >
      {list.unused.map(({ grantId, name }) => (
        <Panel key={grantId} title={name} note="Bought and not yet started">
          <StartButton what={name} body={{ grantId }} />
        </Panel>
      ))}
      <Panel title="Yours">
        {list.challenges.length === 0 ? (
          <p className="py-6 text-center text-sm text-text-2">
            Here stand the challenges that you take: simulated money, published rules, every verdict with its
            proof.
          </p>
        ) : (
          <ul className="flex flex-col">
            {list.challenges.map((challenge) => (
              <li key={challenge.id} className="border-t first:border-t-0">
                <Link
                  href={`/challenges/${challenge.id}`}
                  className="flex flex-wrap items-baseline gap-x-4 rounded px-1 py-2 hover:bg-hover"
                >
                  <span className="font-medium">{challenge.planName}</span>
                  <span className="text-text-2 text-xs">
                    phase {challenge.phase} of {challenge.phases}
                  </span>
                  <span className="text-xs">{STATUS_WORDS[challenge.status]}</span>
                  <span className="num ml-auto text-text-3 text-xs">
                    since {challenge.startedAt.slice(0, 10)}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {list.included.length > 0 && (
        <Panel title="Included this month" note="One challenge a month is part of Elite">
          <div className="flex flex-wrap gap-2">
            {list.included.map(({ productId, name }) => (
              <StartButton key={productId} what={name} body={{ includedProduct: productId }} />
            ))}
          </div>
        </Panel>
      )}
      <Panel
        title="Would I have passed?"
        note="Your practice portfolio since its last reset, scaled to 10,000, evaluated at every fill"
      >
        <PlanResults verdicts={own.verdicts} />
      </Panel>
    </DeskFrame>
  );
}
