import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LabTabs } from "@/components/lab/lab-tabs";
import { ReplayDesk } from "@/components/lab/replay/replay-desk";
import { DeskFrame } from "@/components/shell/desk-frame";
import { PageMessages } from "@/components/shell/page-messages";
import { MARKET_META } from "@/lib/client/market-id";
import { getEnv } from "@/lib/infra/env/env";
import { readGivenTrade } from "@/lib/lab/replay/given-trade";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("lab.replay");
  return { title: t("meta.title"), description: t("meta.description"), robots: { index: false } };
}

/** A recorded day, revealed bar by bar and traded in the browser: nothing of it is sent to the server. */
export default async function ReplayPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const [t, query] = await Promise.all([getTranslations("lab.replay"), props.searchParams]);
  return (
    <DeskFrame title={t("meta.title")} current="/lab" aside={<LabTabs current="/lab/replay" />}>
      <meta name={MARKET_META} content={getEnv().MARKET_ID} />
      <PageMessages areas={["lab.replay", "terminal.reason"]}>
        <ReplayDesk given={readGivenTrade(query)} />
      </PageMessages>
    </DeskFrame>
  );
}
