"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ChevronsUpDown, Info, Keyboard } from "@/components/icons/lucide";
import { Logo } from "@/components/shell/logo";
import { keyBindings } from "@/components/terminal/keys/key-bindings";
import { ChangeCell } from "@/components/terminal/market/change-cell";
import { PriceCell } from "@/components/terminal/market/price-cell";
import { AccountMenu } from "@/components/terminal/menus/account-menu";
import { AppearanceMenu } from "@/components/terminal/menus/appearance-menu";
import { ConnectionMenu } from "@/components/terminal/menus/connection-menu";
import { PortfolioBar } from "@/components/terminal/menus/portfolio-bar";
import type { Viewer } from "@/components/terminal/menus/viewer";
import { NotificationMenu } from "@/components/terminal/notifications/notification-menu";
import { MarketStats } from "@/components/terminal/stats/market-stats";
import { OrderLatencyStat } from "@/components/terminal/stats/order-latency-stat";
import { Button } from "@/components/ui/button";
import { HintButton } from "@/components/ui/hint-button";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { usePersisted } from "@/lib/client/persisted";
import type { InstrumentDto, MarketKind } from "@/lib/schemas/market/market";

const MarketDetailsDialog = lazyPart(
  () =>
    import("@/components/terminal/market/details/market-details-dialog").then(
      (module) => module.MarketDetailsDialog,
    ),
  { failure: "corner" },
);

type Props = {
  instrument: InstrumentDto;
  market: MarketKind;
  source: string;
  viewer: Viewer | null;
  isPickerOpen: boolean;
  onOpenPicker: () => void;
  onOpenShortcuts: () => void;
};

/** The market in one line: symbol, price, and the feed's status. */
export function TopBar(props: Props) {
  const { instrument, market, source, viewer } = props;
  const { symbol, priceScale } = instrument;
  const t = useTranslations("terminal.desk");
  const keys = usePersisted(keyBindings);
  const [isDetailed, setDetailed] = useState(false);
  return (
    <header className="panel flex min-h-11 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 px-2 py-1">
      <div className="flex items-center gap-1 max-md:flex-1">
        <a href="/" aria-label={t("home")} className="rounded p-1">
          <Logo className="size-5" />
        </a>
        <h1 className="sr-only">{t("heading", { symbol })}</h1>
        <Button
          aria-label={t("changeMarket", { symbol })}
          aria-haspopup="dialog"
          aria-expanded={props.isPickerOpen}
          aria-keyshortcuts={keys.search}
          size="title"
          className="font-semibold"
          onClick={props.onOpenPicker}
        >
          <span className="text-text">{symbol}</span>
          <ChevronsUpDown aria-hidden className="size-3.5 text-text-3" />
        </Button>
        <HintButton
          hint={t("details")}
          aria-label={t("detailsOf", { symbol })}
          onClick={() => setDetailed(true)}
        >
          <Info aria-hidden />
        </HintButton>
        {isDetailed && <MarketDetailsDialog listed={instrument} onClose={() => setDetailed(false)} />}
      </div>
      <div className="flex items-baseline gap-2">
        <PriceCell symbol={symbol} priceScale={priceScale} hasTint className="font-medium text-base" />
        <ChangeCell symbol={symbol} className="text-xs" />
      </div>
      <MarketStats instrument={instrument} />
      <div className="flex items-center gap-x-3 gap-y-1 max-md:order-2 max-md:basis-full max-md:flex-wrap">
        {market !== "live" && (
          <span className="whitespace-nowrap rounded border border-warn/40 px-1.5 py-0.5 text-[11px] text-warn">
            {source}
          </span>
        )}
        <ConnectionMenu source={source} />
        <OrderLatencyStat />
        {viewer && <PortfolioBar />}
        <span className="flex items-center max-md:ml-auto">
          {viewer && <NotificationMenu symbol={symbol} />}
          <AppearanceMenu />
          <Button
            size="icon"
            aria-label={t("shortcuts")}
            className="max-md:hidden"
            onClick={props.onOpenShortcuts}
          >
            <Keyboard aria-hidden />
          </Button>
          <AccountMenu viewer={viewer} symbol={symbol} />
        </span>
      </div>
    </header>
  );
}
