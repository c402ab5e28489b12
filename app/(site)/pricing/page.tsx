import type { Metadata } from "next";
import { BuyButton } from "@/components/shell/buy-button";
import { SiteFrame } from "@/components/shell/site-frame";
import { StructuredData } from "@/components/shell/structured-data";
import { describePage } from "@/lib/infra/describe-page";
import { getEnv } from "@/lib/infra/env/env";
import { ENTITLEMENTS, PRODUCTS, type Product, type Tier } from "@/lib/schemas/products";

export const dynamic = "force-dynamic";

export function generateMetadata(): Promise<Metadata> {
  return describePage({
    title: "Pricing",
    description:
      "Practising is free. Pro and Elite open the whole journal, and challenges are bought one by one.",
    path: "/pricing",
  });
}

const TIERS: { tier: Tier; name: string; product: "pro" | "elite" | null }[] = [
  { tier: "FREE", name: "Free", product: null },
  { tier: "PRO", name: "Pro", product: "pro" },
  { tier: "ELITE", name: "Elite", product: "elite" },
];

function describe(tier: Tier): string[] {
  const { practicePortfolios, journalDays, exports, challengesMonthly } = ENTITLEMENTS[tier];
  return [
    `${practicePortfolios} practice ${practicePortfolios === 1 ? "portfolio" : "portfolios"}`,
    journalDays === null ? "The whole journal" : `Journal of the last ${journalDays} days`,
    exports ? "All analytics, exports as CSV and JSON" : "Six figures that matter",
    ...(challengesMonthly > 0 ? ["One challenge a month included"] : []),
  ];
}

/** Prices, from the same table that the server charges by. */
export default function PricingPage() {
  const { APP_URL, PAYSTACK_CURRENCY } = getEnv();
  const price = (amount: number) => `${(amount / 100).toFixed(2)} ${PAYSTACK_CURRENCY}`;
  const challenges = Object.entries<Product>(PRODUCTS).filter(([, product]) => product.kind === "challenge");
  return (
    <SiteFrame>
      <StructuredData
        facts={{
          "@type": "ItemList",
          name: "Tiers and challenges of Terminal Zero",
          itemListElement: Object.entries<Product>(PRODUCTS).map(([id, product], index) => ({
            "@type": "ListItem",
            position: index + 1,
            item: {
              "@type": "Product",
              sku: id,
              name: product.name,
              brand: { "@type": "Brand", name: "Terminal Zero" },
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
      <h1 className="font-semibold text-2xl">Pricing</h1>
      <p className="mt-1 mb-6 text-text-2">
        Practising is free, with the same market, the same fills and the same terminal. All trading money is
        simulated, and no payouts are promised.
      </p>
      <div className="grid gap-4 sm:grid-cols-3">
        {TIERS.map(({ tier, name, product }) => (
          <section key={tier} aria-label={name} className="panel flex flex-col gap-3 p-4">
            <h2 className="font-semibold text-lg">{name}</h2>
            <p className="font-mono text-xl tabular-nums">
              {product ? price(PRODUCTS[product].amount) : price(0)}
              <span className="font-sans text-text-3 text-xs"> {product ? "a month" : "for good"}</span>
            </p>
            <ul className="flex flex-1 list-disc flex-col gap-1 pl-4 text-sm text-text-2">
              {describe(tier).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
            {product && <BuyButton product={product} label={`Get ${name}`} next="/pricing" />}
          </section>
        ))}
      </div>
      <h2 className="mt-10 mb-3 font-semibold text-lg">Challenges</h2>
      <ul className="panel divide-y divide-line text-sm">
        {challenges.map(([id, product]) => (
          <li key={id} className="flex flex-wrap items-center gap-3 px-4 py-3">
            <span className="flex-1">{product.name}</span>
            <span className="font-mono tabular-nums">{price(product.amount)}</span>
            <BuyButton product={id} label="Buy" next="/pricing" />
          </li>
        ))}
      </ul>
      <p className="mt-3 text-text-3 text-xs">
        The rules of each are published with their formulas and are pinned when you buy.
      </p>
    </SiteFrame>
  );
}
