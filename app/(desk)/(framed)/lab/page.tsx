import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LabTabs } from "@/components/lab/lab-tabs";
import { Workbench } from "@/components/lab/workbench";
import { DeskFrame } from "@/components/shell/desk-frame";
import { PageMessages } from "@/components/shell/page-messages";
import { isSignedIn } from "@/lib/auth/session/is-signed-in";
import { MARKET_META } from "@/lib/client/market-id";
import { getEnv } from "@/lib/infra/env/env";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("lab");
  return { title: t("meta.title"), description: t("meta.description"), robots: { index: false } };
}

/** Strategies over recorded candles, in the visitor's own browser: nothing of it is sent to the server. */
export default async function LabPage() {
  const [t, hasSession] = await Promise.all([getTranslations("lab"), isSignedIn()]);
  return (
    <DeskFrame title={t("meta.title")} current="/lab" aside={<LabTabs current="/lab" />}>
      <meta name={MARKET_META} content={getEnv().MARKET_ID} />
      <PageMessages areas={["lab"]}>
        <Workbench isSignedIn={hasSession} />
      </PageMessages>
    </DeskFrame>
  );
}
