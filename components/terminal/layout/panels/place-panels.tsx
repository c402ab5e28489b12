"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { LazyAccountPanel } from "@/components/terminal/account/lazy-account-panel";
import { BookPanel } from "@/components/terminal/book/book-panel";
import { TapePanel } from "@/components/terminal/book/lazy-tape";
import type { DeskProps } from "@/components/terminal/layout/desk-props";
import { arranging } from "@/components/terminal/layout/panels/arranging";
import type { DeskPanel, DeskPlace } from "@/components/terminal/layout/panels/desk-panels";
import { SizedPane } from "@/components/terminal/layout/panes/panes";
import { useDeskTab } from "@/components/terminal/layout/use-desk-tab";
import { WatchlistPanel } from "@/components/terminal/market/watchlist-panel";
import { LazyOrderForm } from "@/components/terminal/order/lazy-order-form";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { Tabs } from "@/components/ui/tabs";

const PlaceEditor = lazyPart(
  () => import("@/components/terminal/layout/panels/arrange-parts").then((module) => module.PlaceEditor),
  { failure: "hidden" },
);
export const LazyArrangeBar = lazyPart(
  () => import("@/components/terminal/layout/panels/arrange-parts").then((module) => module.ArrangeBar),
  { failure: "corner" },
);

export const useArranging = () => useSyncExternalStore(arranging.subscribe, arranging.read, () => false);

/** The pane of a place with its panels; none where it is empty, unless panels are being moved. */
export function PlacePane(props: {
  place: DeskPlace;
  panels: readonly DeskPanel[];
  /** Of its size and its chosen tab. */
  id: string;
  isColumn?: boolean;
  initial: number;
  least: number;
  most?: number;
  divider: "before" | "after";
  desk: DeskProps;
}) {
  const { place, panels, desk, least, most, ...pane } = props;
  const isArranging = useArranging();
  const [first, ...others] = panels;
  if (first === undefined && !isArranging) return null;
  return (
    <SizedPane
      {...pane}
      least={panels.includes("order") ? Math.max(least, pane.isColumn ? 0 : ORDER_WIDTH) : least}
      most={panels.includes("account") ? undefined : most}
    >
      {first && <PanelTabs key={panels.join()} bar={pane.id} panels={[first, ...others]} desk={desk} />}
      {isArranging && <PlaceEditor place={place} panels={panels} />}
    </SizedPane>
  );
}

/** The order form needs this, px. */
const ORDER_WIDTH = 264;

/** One panel as it is, more behind tabs. */
function PanelTabs(props: { bar: string; panels: readonly [DeskPanel, ...DeskPanel[]]; desk: DeskProps }) {
  const { bar, panels, desk } = props;
  const t = useTranslations("terminal.desk");
  const [tab, setTab] = useDeskTab(bar, panels);
  if (panels.length === 1) return <PanelContent panel={panels[0]} isTitled desk={desk} />;
  return (
    <Tabs
      label={t("panels")}
      bar="top"
      value={tab}
      onChange={setTab}
      tabs={panels.map((panel) => ({
        id: panel,
        label: t(panel),
        content: <PanelContent panel={panel} isTitled={false} desk={desk} />,
      }))}
    />
  );
}

/** A panel. `isTitled` is false where a tab already names it. */
function PanelContent({ panel, isTitled, desk }: { panel: DeskPanel; isTitled: boolean; desk: DeskProps }) {
  const { instrument } = desk;
  switch (panel) {
    case "order":
      return <LazyOrderForm instrument={instrument} viewer={desk.viewer} />;
    case "book":
      return <BookPanel key={instrument.symbol} instrument={instrument} isTitled={isTitled} />;
    case "trades":
      return <TapePanel instrument={instrument} isTitled={isTitled} />;
    case "account":
      return <LazyAccountPanel {...desk} />;
    case "markets":
      return (
        <WatchlistPanel
          popular={desk.popular}
          selected={instrument.symbol}
          onSelect={desk.onSelect}
          onOpenPicker={desk.onOpenPicker}
        />
      );
  }
}
