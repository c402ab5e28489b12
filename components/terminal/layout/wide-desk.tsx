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

/** Markets, chart and depth over the account; the order form beside them, at full height. */
export function WideDesk(props: DeskProps) {
  const { instrument, popular, viewer, onSelect, onOpenPicker } = props;
  return (
    <Panes className="flex-1">
      <RestPane least={640}>
        <Panes isColumn>
          <RestPane isColumn least={260}>
            <Panes>
              <SizedPane id="markets" initial={246} least={180} most={420} divider="after">
                <WatchlistPanel
                  popular={popular}
                  selected={instrument.symbol}
                  onSelect={onSelect}
                  onOpenPicker={onOpenPicker}
                />
              </SizedPane>
              <RestPane least={320} isFramed>
                <ChartGrid instrument={instrument} userId={viewer?.id ?? null} />
              </RestPane>
              <SizedPane id="depth" initial={236} least={190} most={420} divider="before">
                <DepthTabs instrument={instrument} />
              </SizedPane>
            </Panes>
          </RestPane>
          <SizedPane id="account" isColumn initial={30} least={90} divider="before">
            <LazyAccountPanel {...props} />
          </SizedPane>
        </Panes>
      </RestPane>
      <SizedPane id="order" initial={296} least={264} most={420} divider="before">
        <LazyOrderForm instrument={instrument} viewer={viewer} />
      </SizedPane>
    </Panes>
  );
}

/** Book and trades behind tabs. */
function DepthTabs({ instrument }: Pick<DeskProps, "instrument">) {
  const t = useTranslations("terminal.desk");
  const [tab, setTab] = useDeskTab("depth", ["book", "trades"]);
  return (
    <Tabs
      label={t("depth")}
      bar="top"
      value={tab}
      onChange={setTab}
      tabs={[
        {
          id: "book",
          label: t("book"),
          content: <BookPanel key={instrument.symbol} instrument={instrument} isTitled={false} />,
        },
        { id: "trades", label: t("trades"), content: <TapePanel instrument={instrument} isTitled={false} /> },
      ]}
    />
  );
}
