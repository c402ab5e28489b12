import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { PlanResults } from "@/components/challenge/plan-results";
import { StartButton } from "@/components/challenge/start-button";
import { DeskFrame } from "@/components/shell/desk-frame";
import { Panel } from "@/components/shell/panel";
import { buttonVariants } from "@/components/ui/button";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { evaluateOwnHistory } from "@/lib/challenge/evaluate-own-history";
import { listChallenges } from "@/lib/challenge/list-challenges";
import { readOfferedPlans } from "@/lib/challenge/rulebooks/offered-plans";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { nameProduct } from "@/lib/client/names/name-product";
import { FREE_PLANS, findPlan, PLANS } from "@/lib/core/challenge/plans";
import { TRIAL_DAYS } from "@/lib/core/challenge/trial-plan";
import { isSold } from "@/lib/schemas/products";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("challenge.list");
  return { title: t("title"), robots: { index: false } };
}

/** A trader's challenges, how to start one, and the trader's history evaluated by each plan. */
export default async function ChallengesPage() {
  const t = await getTranslations("challenge.list");
  const tPurchase = await getTranslations("common.purchase");
  const session = await readPageSession();
  if (!session) redirect("/login?next=/challenges");
  const offered = await readOfferedPlans();
  const [list, own] = await Promise.all([
    listChallenges(session.userId),
    evaluateOwnHistory(session.userId, { plans: [...PLANS, ...offered] }),
  ]);
  const formats = formatsOf(await getLocale());
  const free = [...FREE_PLANS.flatMap((id) => findPlan(id) ?? []), ...offered];
  return (
    <DeskFrame
      title={t("title")}
      current="/challenges"
      aside={
        <>
          <Link href="/rules" className={buttonVariants({ variant: "outline", size: "md" })}>
            {t("allRules")}
          </Link>
          <Link href="/rules/mine" className={buttonVariants({ variant: "outline", size: "md" })}>
            {t("ownRules")}
          </Link>
          <Link href="/pricing" className={buttonVariants({ variant: "solid", size: "md" })}>
            {t("buy")}
          </Link>
        </>
      }
    >
      {list.unused.map(({ grantId, productId }) => (
        <Panel key={grantId} title={nameProduct(productId, tPurchase)} note={t("ready")}>
          <StartButton label={t("start", { name: nameProduct(productId, tPurchase) })} body={{ grantId }} />
        </Panel>
      ))}
      {list.isTrialOpen && (
        <Panel title={t("trial")} note={t("trialNote", { days: String(TRIAL_DAYS) })}>
          <StartButton label={t("startTrial")} body={{ trial: true }} />
        </Panel>
      )}
      <Panel title={t("mine")}>
        {list.challenges.length === 0 ? (
          <p className="py-6 text-center text-sm text-text-2">{t("empty")}</p>
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
                    {t("phaseOf", { phase: String(challenge.phase), phases: String(challenge.phases) })}
                  </span>
                  <span className="text-xs">{t(`status.${challenge.status}`)}</span>
                  <span className="num ml-auto text-text-3 text-xs">
                    {t("since", { day: formats.day(challenge.startedAt.slice(0, 10)) })}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {list.included.length > 0 && (
        <Panel title={t("included")} note={t("includedNote")}>
          <div className="flex flex-wrap gap-2">
            {list.included.map(({ productId }) => (
              <StartButton
                key={productId}
                label={t("start", { name: nameProduct(productId, tPurchase) })}
                body={{ includedProduct: productId }}
              />
            ))}
          </div>
        </Panel>
      )}
      <Panel title={t("free")} note={t("freeNote")}>
        <div className="flex flex-wrap gap-2">
          {free.map(({ id, name }) => (
            <StartButton key={id} label={t("start", { name })} body={{ freePlan: id }} />
          ))}
        </div>
      </Panel>
      <Panel title={t("history.title")} note={t("history.note")}>
        <PlanResults
          results={own.results.filter(({ planId }) => isSold(planId) || free.some(({ id }) => id === planId))}
        />
      </Panel>
    </DeskFrame>
  );
}
