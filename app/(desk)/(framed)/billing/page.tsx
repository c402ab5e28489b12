import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { DeskFrame } from "@/components/shell/desk-frame";
import { PageMessages } from "@/components/shell/page-messages";
import { StopRenewal } from "@/components/shell/stop-renewal";
import { buttonVariants } from "@/components/ui/button";
import { WideContent } from "@/components/ui/wide-content";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { nameProduct } from "@/lib/client/names/name-product";
import type { Translate } from "@/lib/client/translate";
import type { PaymentStatus } from "@/lib/core/account-terms";
import { findUserTier, listUnusedChallengeGrants } from "@/lib/db/queries/entitlements";
import { listPaymentsOf } from "@/lib/db/queries/payments";
import { listActiveSubscriptions } from "@/lib/db/queries/subscriptions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account.billing");
  return { title: t("title"), robots: { index: false } };
}

const COLUMNS = ["date", "product", "amount", "status", "reference"] as const;

/** The user's purchases and the status of each payment. */
export default async function BillingPage({ searchParams }: { searchParams: Promise<{ payment?: string }> }) {
  const t = await getTranslations("account.billing");
  const formats = formatsOf(await getLocale());
  const nameDay = (at: Date | null) => at && formats.day(at.toISOString().slice(0, 10));
  const tPurchase = await getTranslations("common.purchase");
  const tPricing = await getTranslations("site.pricing");
  const session = await readPageSession();
  if (!session) redirect("/login?next=/billing");
  const [tier, challenges, payments, renewing, { payment }] = await Promise.all([
    findUserTier(session.userId),
    listUnusedChallengeGrants(session.userId),
    listPaymentsOf(session.userId),
    listActiveSubscriptions(session.userId),
    searchParams,
  ]);
  const returned = payments.find(({ reference }) => reference === payment);
  return (
    <DeskFrame title={t("title")} current="/billing">
      {returned && (
        <p role="status" className="panel mt-3 px-4 py-3 text-sm">
          {t("outcome", {
            product: nameProduct(returned.product, tPurchase),
            status: t(`status.${returned.status as PaymentStatus}`),
          })}
        </p>
      )}
      <p className="mt-3 mb-6 text-text-2">
        {t.rich("plan", {
          tier: tPricing(`tiers.${tier}`),
          b: (chunks) => <strong className="text-text">{chunks}</strong>,
        })}{" "}
        {challenges.length > 0 && `${t("ready", { count: challenges.length })} `}
        <Link href="/pricing" className="text-accent underline">
          {t("compare")}
        </Link>
      </p>
      {challenges.length > 0 && (
        <Link
          href="/challenges"
          className={buttonVariants({ variant: "solid", size: "md", className: "self-start" })}
        >
          {t("startChallenge")}
        </Link>
      )}
      {renewing.map(({ code, product, status, nextPaymentAt }) => (
        <p key={code} className="panel mt-4 flex flex-wrap items-center gap-3 px-4 py-3 text-sm">
          <span className="flex-1">
            {describeRenewal(nameProduct(product, tPurchase), nameDay(nextPaymentAt), t)}
            {status === "attention" && ` ${t("declined")}`}
          </span>
          <PageMessages areas={["billing"]}>
            <StopRenewal until={nameDay(nextPaymentAt)} />
          </PageMessages>
        </p>
      ))}
      <h2 className="mt-8 mb-2 font-semibold text-lg">{t("payments")}</h2>
      {payments.length === 0 ? (
        <p className="text-sm text-text-2">{t("noPayments")}</p>
      ) : (
        <WideContent label={t("payments")} className="panel">
          <table className="w-full whitespace-nowrap text-sm">
            <thead className="text-left text-text-3 text-xs">
              <tr>
                {COLUMNS.map((name) => (
                  <th key={name} scope="col" className="px-4 py-2 font-normal">
                    {t(`columns.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {payments.map((one) => (
                <tr key={one.id} className="border-t">
                  <td className="px-4 py-2 font-mono text-xs">{formats.minute(one.createdAt.getTime())}</td>
                  <td className="px-4 py-2">{nameProduct(one.product, tPurchase)}</td>
                  <td className="px-4 py-2 font-mono tabular-nums">
                    {formats.fixed(one.amount / 100, 2)} {one.currency}
                  </td>
                  <td className="px-4 py-2">{t(`status.${one.status as PaymentStatus}`)}</td>
                  <td className="px-4 py-2 font-mono text-xs">{one.reference}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideContent>
      )}
    </DeskFrame>
  );
}

function describeRenewal(product: string, day: string | null, t: Translate<"account.billing">): string {
  return day === null ? t("renews", { product }) : t("renewsOn", { product, day });
}
