"use client";

import { useTranslations } from "next-intl";
import { LazyAccountPanel } from "@/components/terminal/account/lazy-account-panel";
import { BookPanel } from "@/components/terminal/book/book-panel";
import { TapePanel } from "@/components/terminal/book/lazy-tape";
import { ChartGrid } from "@/components/terminal/chart/grid/chart-grid";
import type { DeskProps } from "@/components/terminal/layout/desk-props";
import { Panes, RestPane, SizedPane } from "@/components/terminal/layout/panes/panes";
import { useDeskTab } from "@/components/terminal/layout/use-desk-tab";
import { WatchlistPanel } from "@/components/terminal/market/watchlist-panel";
import { LazyOrderForm } from "@/components/terminal/order/lazy-order-form";
import { Tabs } from "@/components/ui/tabs";

/** Two columns: chart over account, and everything else behind tabs. */
export function NarrowDesk(props: DeskProps) {
  const { instrument, popular, viewer, onSelect, onOpenPicker } = props;
  const t = useTranslations("terminal.desk");
  const [tab, setTab] = useDeskTab("side", ["order", "book", "trades", "markets"]);
  return (
    <Panes className="flex-1">
      <RestPane least={380}>
        <Panes isColumn>
          <RestPane isColumn least={220} isFramed>
            <ChartGrid instrument={instrument} userId={viewer?.id ?? null} />
          </RestPane>
          <SizedPane id="narrow-account" isColumn initial={38} least={100} divider="before">
            <LazyAccountPanel {...props} />
          </SizedPane>
        </Panes>
      </RestPane>
      <SizedPane id="side" initial={292} least={264} most={420} divider="before">
        <Tabs
          label={t("side")}
          bar="top"
          value={tab}
          onChange={setTab}
          tabs={[
            {
              id: "order",
              label: t("order"),
              content: <LazyOrderForm instrument={instrument} viewer={viewer} />,
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
              id: "markets",
              label: t("markets"),
              content: (
                <WatchlistPanel
                  popular={popular}
                  selected={instrument.symbol}
                  onSelect={onSelect}
                  onOpenPicker={onOpenPicker}
                />
              ),
            },
          ]}
        />
      </SizedPane>
    </Panes>
  );
}
