import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Settings } from "@/components/account/settings";
import { PageMessages } from "@/components/shell/page-messages";
import { listOwnKeys } from "@/lib/accounts/keys/list-own-keys";
import { listOwnSessions } from "@/lib/accounts/own-sessions";
import { readAccount } from "@/lib/accounts/read-account";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { listPortfoliosOf } from "@/lib/trading/portfolio/manage-portfolios";

export const metadata: Metadata = { title: "Settings", robots: { index: false } };

const NOTICES = new Map([
  [
    "second-factor",
    "The operators' desk needs two-factor sign-in. Set it up below, then open the desk again.",
  ],
]);

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SettingsPage({ searchParams }: Props) {
  const notice = NOTICES.get(String((await searchParams).notice));
  const session = await readPageSession();
  if (!session) redirect("/login?next=/settings");
  const [account, sessions, keys, portfolios] = await Promise.all([
    readAccount(session.userId),
    listOwnSessions(session.userId, session.sessionId).catch((error) => {
      reportError("sessions-unreadable", error);
      return null;
    }),
    listOwnKeys(session.userId).catch((error) => {
      reportError("api-keys-unreadable", error);
      return null;
    }),
    listPortfoliosOf(session.userId),
  ]);
  const timeZones = Intl.supportedValuesOf("timeZone");
  return (
    <PageMessages areas={[]}>
      <Settings
        account={account}
        sessions={sessions}
        keys={keys}
        portfolios={portfolios}
        timeZones={timeZones}
        notice={notice}
      />
    </PageMessages>
  );
}
