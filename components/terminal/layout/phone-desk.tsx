"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState, useSyncExternalStore } from "react";
import { LazyAccountPanel } from "@/components/terminal/account/lazy-account-panel";
import { BookPanel } from "@/components/terminal/book/book-panel";
import { TapePanel } from "@/components/terminal/book/lazy-tape";
import { LazyChart } from "@/components/terminal/chart/lazy-chart";
import type { DeskProps } from "@/components/terminal/layout/desk-props";
import { useDeskTab } from "@/components/terminal/layout/use-desk-tab";
import { WatchlistPanel } from "@/components/terminal/market/watchlist-panel";
import { LazyOrderForm } from "@/components/terminal/order/lazy-order-form";
import { subscribePickedPrices } from "@/components/terminal/order/picked-price";
import { bracketPreview } from "@/components/terminal/order/preview/bracket-preview";
import { Button } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { Tabs } from "@/components/ui/tabs";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";

const OrderSheet = lazyPart(
  () => import("@/components/terminal/layout/order-sheet").then((module) => module.OrderSheet),
  { failure: "corner" },
);

/** One panel at a time, chosen at the bottom; orders in a sheet over it, or below the chart that draws one. */
export function PhoneDesk(props: DeskProps) {
  const { instrument, popular, viewer, onSelect, onOpenPicker } = props;
  const t = useTranslations("terminal.desk");
  const [tab, setTab] = useDeskTab("phone", ["chart", "book", "trades", "account", "markets"]);
  const [isOrdering, setOrdering] = useState(false);
  // A price of the book or the chart goes to the form, which opens for it.
  useEffect(() => subscribePickedPrices(() => setOrdering(true)), []);
  const hasPreview = useSyncExternalStore(
    bracketPreview.subscribe,
    () => bracketPreview.read() !== null,
    () => false,
  );
  const [isFolded, setFolded] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the drawing begins or ends
  useEffect(() => {
    setFolded(hasPreview);
    if (hasPreview) setTab("chart");
  }, [hasPreview]);
  const positions = usePortfolioValue((portfolio) => portfolio.positions.length);
  const choose = (symbol: string) => {
    onSelect(symbol);
    setTab("chart");
  };
  return (
    <>
      <div className="panel min-h-0 flex-1 overflow-hidden">
        <Tabs
          label={t("panels")}
          bar="bottom"
          value={tab}
          onChange={setTab}
          tabs={[
            {
              id: "chart",
              label: t("chart"),
              content: <LazyChart instrument={instrument} isFeedShown={false} userId={viewer?.id ?? null} />,
            },
            {
              id: "book",
              label: t("book"),
              content: <BookPanel key={instrument.symbol} instrument={instrument} isTitled={false} />,
            },
            {
              id: "trades",
              label: t("trades"),
              content: <TapePanel instrument={instrument} isTitled={false} />,
            },
            {
              id: "account",
              label: t("account"),
              count: positions,
              content: <LazyAccountPanel {...props} onSelect={choose} />,
            },
            {
              id: "markets",
              label: t("markets"),
              content: (
                <WatchlistPanel
                  popular={popular}
                  selected={instrument.symbol}
                  onSelect={choose}
                  onOpenPicker={onOpenPicker}
                />
              ),
            },
          ]}
        />
      </div>
      <Button
        variant="solid"
        size="lg"
        className={isFolded ? "hidden" : "w-full"}
        data-tour="trade"
        onClick={() => setOrdering(true)}
      >
        {t("trade", { symbol: instrument.symbol })}
      </Button>
      {isOrdering && (
        <OrderSheet
          instrument={instrument}
          isFolded={isFolded}
          onFold={setFolded}
          onClose={() => setOrdering(false)}
        >
          <LazyOrderForm instrument={instrument} viewer={viewer} />
        </OrderSheet>
      )}
    </>
  );
}
