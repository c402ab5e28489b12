import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Settings } from "@/components/account/settings/settings";
import { PageMessages } from "@/components/shell/page-messages";
import { toCoachLinkDto } from "@/lib/accounts/coaches/to-coach-link-dto";
import { listOwnKeys } from "@/lib/accounts/keys/list-own-keys";
import { listOwnSignIns } from "@/lib/accounts/list-own-sign-ins";
import { listOwnSessions } from "@/lib/accounts/own-sessions";
import { listOwnPasskeys } from "@/lib/accounts/passkeys/list-own-passkeys";
import { readAccount } from "@/lib/accounts/read-account";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { listCoachLinks } from "@/lib/db/journal/coach-links";
import { listAlertHooks } from "@/lib/hooks/list-alert-hooks";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { listShares } from "@/lib/share/share-links";
import { listPortfoliosOf } from "@/lib/trading/portfolio/manage-portfolios";
import { readOwnWebhooks } from "@/lib/webhooks/manage-webhooks";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account.settings");
  return { title: t("title"), robots: { index: false } };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SettingsPage({ searchParams }: Props) {
  const t = await getTranslations("account.settings");
  const notice = (await searchParams).notice === "second-factor" ? t("needsTwoFactor") : undefined;
  const session = await readPageSession();
  if (!session) redirect("/login?next=/settings");
  const [account, sessions, keys, hooks, webhooks, portfolios, passkeys, signIns, coaches, shares] =
    await Promise.all([
      readAccount(session.userId),
      listOwnSessions(session.userId, session.sessionId).catch((error) => {
        reportError("sessions-unreadable", error);
        return null;
      }),
      listOwnKeys(session.userId).catch((error) => {
        reportError("api-keys-unreadable", error);
        return null;
      }),
      listAlertHooks(session.userId).catch((error) => {
        reportError("hooks-unreadable", error);
        return null;
      }),
      readOwnWebhooks(session.userId).catch((error) => {
        reportError("webhooks-unreadable", error);
        return null;
      }),
      listPortfoliosOf(session.userId),
      listOwnPasskeys(session.userId),
      listOwnSignIns(session.userId),
      listCoachLinks(session.userId),
      listShares(session.userId),
    ]);
  const timeZones = Intl.supportedValuesOf("timeZone");
  return (
    <PageMessages areas={["account.settings", "account.proof", "limits", "alerts.push"]}>
      <Settings
        account={account}
        sessions={sessions}
        keys={keys}
        hooks={hooks}
        webhooks={webhooks}
        portfolios={portfolios}
        passkeys={passkeys}
        signIns={signIns}
        coaches={coaches.map(toCoachLinkDto)}
        shares={shares}
        timeZones={timeZones}
        notice={notice}
      />
    </PageMessages>
  );
}
