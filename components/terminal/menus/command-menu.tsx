"use client";

import { Command } from "cmdk";
import { useTheme } from "next-themes";
import { type ReactNode, useState } from "react";
import { DIRECTIONS, directionChoice, THEMES } from "@/components/shell/appearance";
import { useCloseAll } from "@/components/terminal/account/use-close-all";
import { INTERVAL_TEXT, intervalChoice } from "@/components/terminal/chart/chart-intervals";
import { ChangeCell } from "@/components/terminal/market/change-cell";
import { orderMarkets } from "@/components/terminal/market/order-markets";
import { PriceCell } from "@/components/terminal/market/price-cell";
import { useMarketFigures, useMarketList } from "@/components/terminal/market/use-market-list";
import type { Viewer } from "@/components/terminal/menus/viewer";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { Dialog } from "@/components/ui/dialog";
import { cancelOrders } from "@/lib/client/api/trading-api";
import { usePortfolio } from "@/lib/client/portfolio/use-portfolio";
import { INTERVALS } from "@/lib/core/candle-interval";
import type { Instrument } from "@/lib/schemas/market/market";
import type { ListedInstrument } from "@/lib/schemas/market/market-answers";

type Props = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Markets to offer before any input. */
  popular: readonly Instrument[];
  onSelect: (symbol: string) => void;
  onOpenPicker: () => void;
  onOpenShortcuts: () => void;
  viewer: Viewer | null;
};

/** Markets shown beside a search's other results; the picker has all of them. */
const FOUND_SHOWN = 8;

const PUBLIC_PAGES = [
  ["/", "Front page"],
  ["/leaderboard", "Leaderboard"],
  ["/rules", "Rules"],
  ["/login", "Sign in"],
] as const;

const PAGES = [
  ["/journal", "Journal"],
  ["/challenges", "Challenges"],
  ["/leaderboard", "Leaderboard"],
  ["/billing", "Billing"],
  ["/settings", "Settings"],
] as const;

/** All commands of the terminal, searchable by name. */
export function CommandMenu(props: Props) {
  const { setTheme } = useTheme();
  const run = (action: () => void) => () => {
    props.onOpenChange(false);
    action();
  };
  const [search, setSearch] = useState("");
  const markets = useFoundMarkets(props.popular, search);
  const closeAll = useCloseAll(() => props.onOpenChange(false));
  if (closeAll.question) return closeAll.question;
  return (
    <Dialog
      isOpen={props.isOpen}
      onOpenChange={props.onOpenChange}
      title="Command menu"
      description="Type to find a market, an interval or a setting."
      isTitleHidden
      className="overflow-hidden"
    >
      <Command label="Command menu" className="text-xs">
        <Command.Input
          value={search}
          onValueChange={setSearch}
          placeholder="Market, interval, setting"
          className="h-11 w-full border-b bg-transparent px-4 text-sm text-text outline-none placeholder:text-text-3"
        />
        <Command.List className="max-h-[56vh] overflow-y-auto p-1" tabIndex={0}>
          <Command.Empty className="p-6 text-center text-text-2">Nothing is called that.</Command.Empty>
          <Group heading="Markets">
            {markets.map(({ symbol, baseCoin, name, priceScale }) => (
              <Item
                key={symbol}
                value={`${symbol} ${baseCoin} ${name}`}
                onSelect={run(() => props.onSelect(symbol))}
              >
                <span className="flex-1 font-medium text-text">{symbol}</span>
                <PriceCell symbol={symbol} priceScale={priceScale} />
                <ChangeCell symbol={symbol} className="w-16 text-right" />
              </Item>
            ))}
            <Item value="all markets list" onSelect={props.onOpenPicker}>
              All markets…
            </Item>
          </Group>
          {props.viewer && <TradingCommands run={run} onCloseAll={closeAll.ask} />}
          <Group heading="Go to">
            {(props.viewer ? PAGES : PUBLIC_PAGES).map(([path, text]) => (
              <Item key={path} value={`go to ${text}`} onSelect={run(() => window.location.assign(path))}>
                {text}
              </Item>
            ))}
          </Group>
          <Group heading="Interval">
            {INTERVALS.map((interval) => (
              <Item
                key={interval}
                value={`interval ${INTERVAL_TEXT[interval]}`}
                onSelect={run(() => intervalChoice.write(interval))}
              >
                Candles of {INTERVAL_TEXT[interval]}
              </Item>
            ))}
          </Group>
          <Group heading="Settings">
            {THEMES.map(([theme, text]) => (
              <Item key={theme} value={`theme ${text}`} onSelect={run(() => setTheme(theme))}>
                Theme: {text}
              </Item>
            ))}
            {DIRECTIONS.map(([direction, text]) => (
              <Item
                key={direction}
                value={`colours ${text}`}
                onSelect={run(() => directionChoice.write(direction))}
              >
                Colours: {text}
              </Item>
            ))}
            <Item value="keyboard shortcuts help" onSelect={run(props.onOpenShortcuts)}>
              Keyboard shortcuts
            </Item>
          </Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}

/** The markets that match a search best, of all offered; the popular ones without a search. */
function useFoundMarkets(popular: readonly Instrument[], search: string): readonly ListedInstrument[] {
  const { data } = useMarketList();
  const figures = useMarketFigures();
  if (search.trim() === "") return popular;
  const symbols = popular.map(({ symbol }) => symbol);
  const options = { tab: "all", search, sort: null, stars: [], popular: symbols, nowMs: 0 } as const;
  return orderMarkets(data ?? popular, figures, options).slice(0, FOUND_SHOWN);
}

/** Commands for the portfolio. */
function TradingCommands(props: { run: (action: () => void) => () => void; onCloseAll: () => void }) {
  const { run } = props;
  const portfolio = usePortfolio().snapshot;
  const { run: act } = useTradingAction();
  if (!portfolio) return null;
  const { id: portfolioId, positions, orders } = portfolio;
  const focusForm = (side: "buy" | "sell") =>
    setTimeout(() => document.querySelector<HTMLElement>(`[data-side=${side}]`)?.focus());
  return (
    <Group heading="Trading">
      <Item value="buy order" onSelect={run(() => focusForm("buy"))}>
        Buy…
      </Item>
      <Item value="sell order" onSelect={run(() => focusForm("sell"))}>
        Sell…
      </Item>
      {orders.length > 0 && (
        <Item value="cancel all orders" onSelect={run(() => void act(() => cancelOrders({ portfolioId })))}>
          Cancel all {orders.length} open orders
        </Item>
      )}
      {positions.length > 0 && (
        <Item value="close all positions" onSelect={props.onCloseAll}>
          Close all {positions.length} positions
        </Item>
      )}
    </Group>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-text-3"
    >
      {children}
    </Command.Group>
  );
}

function Item(props: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      value={props.value}
      onSelect={props.onSelect}
      className="flex h-8 cursor-pointer items-center gap-3 rounded px-3 text-text-2 data-[selected=true]:bg-hover data-[selected=true]:text-text"
    >
      {props.children}
    </Command.Item>
  );
}
