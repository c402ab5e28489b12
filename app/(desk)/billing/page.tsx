import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { SiteFrame } from "@/components/shell/site-frame";
import { StopRenewal } from "@/components/shell/stop-renewal";
import { buttonVariants } from "@/components/ui/button";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import type { PaymentStatus } from "@/lib/core/account-terms";
import { findTier, listUnusedChallengeGrants } from "@/lib/db/queries/entitlements";
import { listPaymentsOf } from "@/lib/db/queries/payments";
import { listActiveSubscriptions } from "@/lib/db/queries/subscriptions";
import { findProduct } from "@/lib/schemas/products";

export const metadata: Metadata = { title: "Billing", robots: { index: false } };

const OUTCOMES: Record<string, string> = {
  pending: "waiting for the payment",
  paid: "paid",
  failed: "declined",
  abandoned: "not paid",
  refunded: "refunded",
  disputed: "disputed",
  flagged: "held back: what was paid is not what was asked for; support looks into it",
} satisfies Record<PaymentStatus, string>;

/** The user's purchases and the status of each payment. */
export default async function BillingPage({ searchParams }: { searchParams: Promise<{ payment?: string }> }) {
  const session = await readPageSession();
  if (!session) redirect("/login?next=/billing");
  const [tier, challenges, payments, renewing, { payment }] = await Promise.all([
    findTier(session.userId),
    listUnusedChallengeGrants(session.userId),
    listPaymentsOf(session.userId),
    listActiveSubscriptions(session.userId),
    searchParams,
  ]);
  const returned = payments.find(({ reference }) => reference === payment);
  return (
    <SiteFrame>
      <h1 className="font-semibold text-2xl">Billing</h1>
      {returned && (
        <p role="status" className="panel mt-3 px-4 py-3 text-sm">
          {findProduct(returned.product)?.name ?? returned.product}: {OUTCOMES[returned.status]}.
        </p>
      )}
      <p className="mt-3 mb-6 text-text-2">
        Your tier is <strong className="text-text">{tier.toLowerCase()}</strong>.{" "}
        {challenges.length > 0 && `${challenges.length} challenge ready to start. `}
        <Link href="/pricing" className="text-accent underline">
          See what there is
        </Link>
        .
      </p>
      {challenges.length > 0 && (
        <Link href="/challenges" className={buttonVariants({ variant: "solid", size: "md" })}>
          Start a challenge
        </Link>
      )}
      {renewing.map(({ code, product, status, nextPaymentAt }) => (
        <p key={code} className="panel mt-4 flex flex-wrap items-center gap-3 px-4 py-3 text-sm">
          <span className="flex-1">
            {findProduct(product)?.name ?? product} renews by itself
            {nextPaymentAt && `, next on ${nextPaymentAt.toISOString().slice(0, 10)}`}.
            {status === "attention" && " The last charge was declined: look at your card."}
          </span>
          <StopRenewal />
        </p>
      ))}
      <h2 className="mt-8 mb-2 font-semibold text-lg">Payments</h2>
      {payments.length === 0 ? (
        <p className="text-sm text-text-2">Nothing has been bought yet.</p>
      ) : (
        <table className="panel w-full text-sm">
          <thead className="text-left text-text-3 text-xs">
            <tr>
              {["Date (UTC)", "Product", "Amount", "Outcome", "IdempotencyRecord"].map((name) => (
                <th key={name} scope="col" className="px-4 py-2 font-normal">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {payments.map((one) => (
              <tr key={one.id} className="border-t">
                <td className="px-4 py-2 font-mono text-xs">{one.createdAt.toISOString().slice(0, 16)}</td>
                <td className="px-4 py-2">{findProduct(one.product)?.name ?? one.product}</td>
                <td className="px-4 py-2 font-mono tabular-nums">
                  {(one.amount / 100).toFixed(2)} {one.currency}
                </td>
                <td className="px-4 py-2">{OUTCOMES[one.status] ?? one.status}</td>
                <td className="px-4 py-2 font-mono text-xs">{one.reference}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </SiteFrame>
  );
}
