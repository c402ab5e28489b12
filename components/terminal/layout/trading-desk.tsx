"use client";

import { type ReactNode, useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { Announcements } from "@/components/shell/announcements";
import { alertsSheet } from "@/components/terminal/alerts/alerts-sheet";
import { LazyAlerts } from "@/components/terminal/alerts/lazy-alerts";
import { DeskSkeleton } from "@/components/terminal/layout/desk-skeleton";
import { FeedBanner } from "@/components/terminal/layout/feed-banner";
import { TitlePrice } from "@/components/terminal/layout/title-price";
import { TopBar } from "@/components/terminal/layout/top-bar";
import { tourDone } from "@/components/terminal/layout/tour/tour-done";
import { useDeskKeys } from "@/components/terminal/layout/use-desk-keys";
import { useDeskLayout } from "@/components/terminal/layout/use-desk-layout";
import { useIsAhead, useLoadAhead } from "@/components/terminal/layout/use-load-ahead";
import { WideDesk } from "@/components/terminal/layout/wide-desk";
import type { Viewer } from "@/components/terminal/menus/viewer";
import { toasterWanted } from "@/components/terminal/notifications/toast-queue";
import { FormSkeleton } from "@/components/terminal/order/form-skeleton";
import { subscribePickedPrices } from "@/components/terminal/order/picked-price";
import { SignedOutForm } from "@/components/terminal/order/signed-out-form";
import { useSelectedInstrument } from "@/components/terminal/stats/use-selected-instrument";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { useFeedValue } from "@/lib/client/market/use-feed-status";
import { usePersisted } from "@/lib/client/persisted";
import { useShownPortfolio } from "@/lib/client/portfolio/use-portfolios";
import type { InstrumentDto, MarketKind } from "@/lib/schemas/market/market";

// A browser needs one of the three; the widest is loaded with the page.
const NarrowDesk = lazyPart(
  () => import("@/components/terminal/layout/narrow-desk").then((module) => module.NarrowDesk),
  { failure: "inline", loading: () => <DeskSkeleton /> },
);
const PhoneDesk = lazyPart(
  () => import("@/components/terminal/layout/phone-desk").then((module) => module.PhoneDesk),
  { failure: "inline", loading: () => <DeskSkeleton /> },
);
const CommandMenu = lazyPart(
  () => import("@/components/terminal/menus/command-menu").then((module) => module.CommandMenu),
  { failure: "corner" },
);
const MarketPicker = lazyPart(
  () => import("@/components/terminal/market/market-picker").then((module) => module.MarketPicker),
  { failure: "corner" },
);
const ShortcutsSheet = lazyPart(
  () => import("@/components/terminal/layout/shortcuts-sheet").then((module) => module.ShortcutsSheet),
  { failure: "corner" },
);
const PortfolioToasts = lazyPart(
  () =>
    import("@/components/terminal/notifications/notification-parts").then((module) => module.PortfolioToasts),
  { failure: "hidden" },
);
const DeskSync = lazyPart(
  () => import("@/components/terminal/chart/chart-parts").then((module) => module.DeskSync),
  { failure: "hidden" },
);
const FirstTour = lazyPart(
  () => import("@/components/terminal/layout/tour/first-tour").then((module) => module.FirstTour),
  { failure: "hidden" },
);

const DESKS = { wide: WideDesk, narrow: NarrowDesk, phone: PhoneDesk };

type Props = {
  /** The market of the first URL; later ones come from the browser's history. */
  first: InstrumentDto;
  /** Markets to show before the user has chosen any. */
  popular: readonly InstrumentDto[];
  market: MarketKind;
  source: string;
  /** Null when signed out: the market is public, trading is not. */
  viewer: Viewer | null;
};

/** The terminal of one market. Changing the market never loads a page. */
export function TradingDesk({ first, popular, market, source, viewer }: Props) {
  const { instrument, select } = useSelectedInstrument(popular, first);
  const layout = useDeskLayout();
  const isTourDone = usePersisted(tourDone);
  const [sheet, setSheet] = useState<"menu" | "shortcuts" | "picker" | null>(null);
  const openMenu = useCallback(() => setSheet("menu"), []);
  const openShortcuts = useCallback(() => setSheet("shortcuts"), []);
  const openPicker = useCallback(() => setSheet("picker"), []);
  useDeskKeys({ onMenu: openMenu, onShortcuts: openShortcuts, onPicker: openPicker });
  useLoadAhead();
  const isAhead = useIsAhead();
  const isToastWanted = useSyncExternalStore(toasterWanted.subscribe, toasterWanted.read, () => false);
  // A chart beside the first one may show another market than the form.
  useEffect(() => subscribePickedPrices(select), [select]);
  useShownPortfolio(viewer !== null);
  const Desk = layout && DESKS[layout];
  return (
    <StaleFrame>
      <TitlePrice instrument={instrument} />
      <TopBar
        instrument={instrument}
        market={market}
        source={source}
        viewer={viewer}
        isPickerOpen={sheet === "picker"}
        onOpenPicker={openPicker}
        onOpenShortcuts={openShortcuts}
      />
      <FeedBanner />
      <Announcements className="mx-2 mt-1" />
      {Desk ? (
        <Desk
          instrument={instrument}
          popular={popular}
          viewer={viewer}
          onSelect={select}
          onOpenPicker={openPicker}
        />
      ) : (
        <DeskSkeleton side={viewer ? <FormSkeleton /> : <SignedOutForm symbol={instrument.symbol} />} />
      )}
      {(isAhead || isToastWanted) && <PortfolioToasts />}
      {viewer && <LazyAlerts />}
      {viewer && <DeskSync userId={viewer.id} />}
      {viewer && layout && !isTourDone && <FirstTour key={layout} isPhone={layout === "phone"} />}
      {sheet === "menu" && (
        <CommandMenu
          isOpen
          onOpenChange={(isOpen) => setSheet(isOpen ? "menu" : null)}
          popular={popular}
          onSelect={select}
          onOpenPicker={openPicker}
          onOpenShortcuts={openShortcuts}
          onOpenAlerts={() => alertsSheet.open({ symbol: instrument.symbol, level: null })}
          viewer={viewer}
        />
      )}
      {sheet === "picker" && (
        <MarketPicker
          popular={popular}
          selected={instrument.symbol}
          onSelect={select}
          onClose={() => setSheet(null)}
        />
      )}
      {sheet === "shortcuts" && (
        <ShortcutsSheet isOpen onOpenChange={(isOpen) => setSheet(isOpen ? "shortcuts" : null)} />
      )}
    </StaleFrame>
  );
}

/** Greys every figure while prices are not reliable. */
function StaleFrame({ children }: { children: ReactNode }) {
  const isStale = useFeedValue(({ label }) => label === "stale" || label === "reconnecting");
  return (
    <main data-stale={isStale ?? false} className="flex h-dvh flex-col gap-1 overflow-hidden p-1 text-xs">
      {children}
    </main>
  );
}
