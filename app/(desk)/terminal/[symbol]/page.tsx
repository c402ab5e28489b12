import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageMessages } from "@/components/shell/page-messages";
import { TradingDesk } from "@/components/terminal/layout/trading-desk";
import type { Viewer } from "@/components/terminal/menus/viewer";
import { readSession } from "@/lib/auth/session/read-session";
import { MARKET_META } from "@/lib/client/market-id";
import { getEnv } from "@/lib/infra/env/env";
import { listInstruments } from "@/lib/market/reference/instruments";
import { pickPopular } from "@/lib/market/reference/pick-popular";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ symbol: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const symbol = (await params).symbol.toUpperCase();
  const t = await getTranslations("terminal.meta");
  return {
    title: t("title", { symbol }),
    description: t("description", { symbol }),
    // The terminal is not indexed.
    robots: { index: false },
  };
}

/** The terminal of one market. */
export default async function TerminalPage({ params }: Props) {
  const { symbol } = await params;
  const { instruments } = await listInstruments();
  const first = instruments.find((one) => one.symbol === symbol);
  if (!first) {
    const upper = symbol.toUpperCase();
    if (upper !== symbol && instruments.some((one) => one.symbol === upper)) redirect(`/terminal/${upper}`);
    notFound();
  }
  const { MARKET_ID, MARKET_KIND, MARKET_NAME } = getEnv();
  return (
    <PageMessages areas={["terminal", "chart", "alerts", "limits"]}>
      <meta name={MARKET_META} content={MARKET_ID} />
      <TradingDesk
        first={first}
        popular={pickPopular(instruments)}
        market={MARKET_KIND}
        source={MARKET_NAME}
        viewer={await findViewer()}
      />
    </PageMessages>
  );
}

/** The session is for display only; every API route checks it. */
async function findViewer(): Promise<Viewer | null> {
  const cookie = (await headers()).get("cookie");
  const session = await readSession({ cookie }, { whenUnavailable: "ask-database" });
  return (
    session && { id: session.userId, displayName: session.displayName, isAdmin: session.role === "ADMIN" }
  );
}
