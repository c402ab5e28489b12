import type { Metadata } from "next";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { PlanTerms } from "@/components/challenge/plan-terms";
import { BuyButton } from "@/components/shell/buy-button";
import { StructuredData } from "@/components/shell/structured-data";
import { buttonVariants } from "@/components/ui/button";
import { type Formats, formatsOf } from "@/lib/client/locale/formats-of";
import { nameProduct } from "@/lib/client/names/name-product";
import { nameRule } from "@/lib/client/names/name-rule";
import type { Translate } from "@/lib/client/translate";
import { formatRulePercent } from "@/lib/core/challenge/format-rule";
import type { Plan } from "@/lib/core/challenge/plan";
import { findPlan } from "@/lib/core/challenge/plans";
import { TRIAL_DAYS, TRIAL_PLAN } from "@/lib/core/challenge/trial-plan";
import type { Decimal } from "@/lib/core/decimal";
import { buildMetadata } from "@/lib/infra/build-metadata";
import { getEnv } from "@/lib/infra/env/env";
import { ENTITLEMENTS, PRODUCTS, type Product, type Tier } from "@/lib/schemas/products";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("site.pricing");
  return buildMetadata({ title: t("title"), description: t("meta.description"), path: "/pricing" });
}

const TIERS: { tier: Tier; product: "pro" | "elite" | null }[] = [
  { tier: "FREE", product: null },
  { tier: "PRO", product: "pro" },
  { tier: "ELITE", product: "elite" },
];

function describe(tier: Tier, t: Translate<"site.pricing">): string[] {
  const { practicePortfolios, journalDays, exports, challengesMonthly } = ENTITLEMENTS[tier];
  return [
    t("portfolios", { count: practicePortfolios }),
    journalDays === null ? t("wholeJournal") : t("journalDays", { count: journalDays }),
    exports ? t("exports") : t("allFigures"),
    ...(challengesMonthly > 0 ? [t("included", { count: challengesMonthly })] : []),
  ];
}

/** Prices, from the same table that the server charges by. */
export default function PricingPage() {
  const t = useTranslations("site.pricing");
  const formats = formatsOf(useLocale());
  const tCommon = useTranslations("common");
  const tRule = useTranslations("common.rule");
  const tPurchase = useTranslations("common.purchase");
  const { APP_URL, PAYSTACK_CURRENCY } = getEnv();
  const price = (amount: number) =>
    `${formats.fixed(amount / 100, amount % 100 === 0 ? 0 : 2)} ${PAYSTACK_CURRENCY}`;
  const challenges = Object.entries<Product>(PRODUCTS).filter(([, product]) => product.kind === "challenge");
  return (
    <>
      <StructuredData
        facts={{
          "@type": "ItemList",
          name: t("listName"),
          itemListElement: Object.entries<Product>(PRODUCTS).map(([id, product], index) => ({
            "@type": "ListItem",
            position: index + 1,
            item: {
              "@type": "Product",
              sku: id,
              name: nameProduct(id, tPurchase),
              brand: { "@type": "Brand", name: tCommon("product") },
              offers: {
                "@type": "Offer",
                price: (product.amount / 100).toFixed(2),
                priceCurrency: PAYSTACK_CURRENCY,
                url: `${APP_URL}/pricing`,
                availability: "https://schema.org/InStock",
              },
            },
          })),
        }}
      />
      <h1 className="font-semibold text-2xl">{t("title")}</h1>
      <p className="mt-1 mb-6 text-text-2">{t("text")}</p>
      <div className="grid gap-4 sm:grid-cols-3">
        {TIERS.map(({ tier, product }) => (
          <section key={tier} aria-label={t(`tiers.${tier}`)} className="panel flex flex-col gap-3 p-4">
            <h2 className="font-semibold text-lg">{t(`tiers.${tier}`)}</h2>
            <p className="font-mono text-xl tabular-nums">
              {product ? price(PRODUCTS[product].amount) : price(0)}
              <span className="font-sans text-text-3 text-xs"> {t(product ? "perMonth" : "forever")}</span>
            </p>
            <ul className="flex flex-1 list-disc flex-col gap-1 pl-4 text-sm text-text-2">
              {describe(tier, t).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
            {product && (
              <BuyButton product={product} label={t("get", { tier: t(`tiers.${tier}`) })} next="/pricing" />
            )}
          </section>
        ))}
      </div>
      <h2 className="mt-10 mb-3 font-semibold text-lg">{t("challenges")}</h2>
      <ul className="panel divide-y divide-line text-sm">
        <li className="flex flex-wrap items-center gap-3 px-4 py-3">
          <div className="flex min-w-56 flex-1 flex-col gap-0.5">
            <span className="font-medium">{t("trial", { days: String(TRIAL_DAYS) })}</span>
            <span className="text-text-2 text-xs">
              {describePlan(TRIAL_PLAN, { t, tRule, formats }).join(" · ")}
            </span>
          </div>
          <span className="font-mono tabular-nums">{price(0)}</span>
          <Link href="/challenges" className={buttonVariants({ variant: "outline", size: "md" })}>
            {t("startTrial")}
          </Link>
          <Rules plan={TRIAL_PLAN} name={TRIAL_PLAN.name} />
        </li>
        {challenges.map(([id, product]) => (
          <li key={id} className="flex flex-wrap items-center gap-3 px-4 py-3">
            <div className="flex min-w-56 flex-1 flex-col gap-0.5">
              <span className="font-medium">{nameProduct(id, tPurchase)}</span>
              {product.kind === "challenge" && (
                <span className="text-text-2 text-xs">
                  {describePlan(requirePlan(product.plan), { t, tRule, formats }).join(" · ")}
                </span>
              )}
            </div>
            <span className="font-mono tabular-nums">{price(product.amount)}</span>
            <BuyButton product={id} label={t("buy")} next="/pricing" />
            {product.kind === "challenge" && (
              <Rules plan={requirePlan(product.plan)} name={nameProduct(id, tPurchase)} />
            )}
          </li>
        ))}
      </ul>
      <p className="mt-3 text-text-3 text-xs">{t("pinned")}</p>
    </>
  );
}

/** All rules of a challenge, folded, in its row. */
function Rules({ plan, name }: { plan: Plan; name: string }) {
  const t = useTranslations("site.pricing");
  return (
    <details className="basis-full text-xs">
      <summary className="cursor-pointer rounded text-accent">
        {t("rules")} <span className="sr-only">{name}</span>
      </summary>
      <div className="flex flex-col gap-4 pt-3">
        <PlanTerms plan={plan} />
      </div>
    </details>
  );
}

/** The terms of a challenge in short, from the plan that evaluates it. */
function describePlan(
  plan: Plan,
  { t, tRule, formats }: { t: Translate<"site.pricing">; tRule: Translate<"common.rule">; formats: Formats },
): string[] {
  const percentOf = (fraction: Decimal) => formats.exact(formatRulePercent(fraction));
  const targets = plan.phases.flatMap(({ target }) =>
    target ? [t("percent", { percent: percentOf(target) })] : [],
  );
  const days = Math.max(...plan.phases.map(({ minTradingDays }) => minTradingDays));
  return [
    t("phases", { count: plan.phases.length }),
    ...(targets.length > 0 ? [t("targets", { targets: targets.join(", ") })] : []),
    ...plan.floors.map(({ name, percent }) =>
      t("floor", { name: nameRule(name, tRule), percent: percentOf(percent) }),
    ),
    ...(days > 0 ? [t("days", { count: days })] : []),
  ];
}

function requirePlan(id: string): Plan {
  const plan = findPlan(id);
  if (plan === null) throw new Error(`There is no plan ${id}.`);
  return plan;
}
