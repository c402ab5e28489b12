"use client";

import { Command } from "cmdk";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { DIRECTIONS, directionChoice, THEMES, themeChoice } from "@/components/shell/appearance";
import { useCloseAll } from "@/components/terminal/account/use-close-all";
import { INTERVAL_TEXT } from "@/components/terminal/chart/chart-intervals";
import { chartStoresAt } from "@/components/terminal/chart/grid/chart-stores";
import { chosenChart } from "@/components/terminal/chart/grid/chosen-chart";
import { ChangeCell } from "@/components/terminal/market/change-cell";
import { orderMarkets } from "@/components/terminal/market/order-markets";
import { PriceCell } from "@/components/terminal/market/price-cell";
import { useMarketFigures, useMarketList } from "@/components/terminal/market/use-market-list";
import type { Viewer } from "@/components/terminal/menus/viewer";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { portfoliosOpened } from "@/components/terminal/portfolios/portfolios-opened";
import { Dialog } from "@/components/ui/dialog";
import { deleteOrders } from "@/lib/client/api/trading-api";
import { usePortfolio } from "@/lib/client/portfolio/use-portfolio";
import { INTERVALS } from "@/lib/core/candle-interval";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { ListedInstrument } from "@/lib/schemas/market/market-responses";

type Props = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Markets to offer before any input. */
  popular: readonly InstrumentDto[];
  onSelect: (symbol: string) => void;
  onOpenPicker: () => void;
  onOpenShortcuts: () => void;
  onOpenAlerts: () => void;
  viewer: Viewer | null;
};

/** Markets shown beside a search's other results; the picker has all of them. */
const FOUND_SHOWN = 8;

const PUBLIC_PAGES = [
  ["/", "home"],
  ["/leaderboard", "leaderboard"],
  ["/rules", "rules"],
  ["/login", "login"],
] as const;

const PAGES = [
  ["/journal", "journal"],
  ["/challenges", "challenges"],
  ["/leaderboard", "leaderboard"],
  ["/rules", "rules"],
  ["/pricing", "pricing"],
  ["/billing", "billing"],
  ["/settings", "settings"],
] as const;

/** All commands of the terminal, searchable by name. */
export function CommandMenu(props: Props) {
  const t = useTranslations("terminal.command");
  const alertText = useTranslations("alerts.command");
  const page = useTranslations("terminal.menu.page");
  const appearance = useTranslations("common.appearance");
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
      title={t("title")}
      description={t("description")}
      isTitleHidden
      className="overflow-hidden"
    >
      <Command label={t("title")} className="text-xs">
        <Command.Input
          value={search}
          onValueChange={setSearch}
          placeholder={t("placeholder")}
          className="h-11 w-full border-b bg-transparent px-4 text-sm text-text outline-none placeholder:text-text-3"
        />
        <Command.List className="max-h-[56vh] overflow-y-auto p-1" tabIndex={0}>
          <Command.Empty className="p-6 text-center text-text-2">{t("none")}</Command.Empty>
          <Group heading={t("markets")}>
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
            <Item value={t("words.allMarkets")} onSelect={props.onOpenPicker}>
              {t("allMarkets")}
            </Item>
          </Group>
          {props.viewer && <TradingCommands run={run} onCloseAll={closeAll.ask} />}
          {props.viewer && (
            <Group heading={alertText("heading")}>
              <Item value={alertText("words.create")} onSelect={run(props.onOpenAlerts)}>
                {alertText("create")}
              </Item>
            </Group>
          )}
          <Group heading={t("goTo")}>
            {(props.viewer ? PAGES : PUBLIC_PAGES).map(([path, name]) => (
              <Item
                key={path}
                value={t("words.goTo", { page: page(name) })}
                onSelect={run(() => window.location.assign(path))}
              >
                {page(name)}
              </Item>
            ))}
          </Group>
          <Group heading={t("interval")}>
            {INTERVALS.map((interval) => (
              <Item
                key={interval}
                value={t("words.interval", { interval: INTERVAL_TEXT[interval] })}
                onSelect={run(() => chartStoresAt(chosenChart.read()).interval.write(interval))}
              >
                {t("intervalChart", { interval: INTERVAL_TEXT[interval] })}
              </Item>
            ))}
          </Group>
          <Group heading={t("settings")}>
            {THEMES.map((one) => {
              const theme = appearance(`theme.${one}`);
              return (
                <Item
                  key={one}
                  value={t("words.theme", { theme })}
                  onSelect={run(() => themeChoice.write(one))}
                >
                  {t("theme", { theme })}
                </Item>
              );
            })}
            {DIRECTIONS.map((one) => {
              const colours = appearance(`direction.${one}`);
              return (
                <Item
                  key={one}
                  value={t("words.colours", { colours })}
                  onSelect={run(() => directionChoice.write(one))}
                >
                  {t("colours", { colours })}
                </Item>
              );
            })}
            <Item value={t("words.shortcuts")} onSelect={run(props.onOpenShortcuts)}>
              {t("shortcuts")}
            </Item>
          </Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}

/** The markets that match a search best, of all offered; the popular ones without a search. */
function useFoundMarkets(popular: readonly InstrumentDto[], search: string): readonly ListedInstrument[] {
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
  const t = useTranslations("terminal.command");
  const portfolio = usePortfolio().snapshot;
  const { run: act } = useTradingAction();
  if (!portfolio) return null;
  const { id: portfolioId, positions, orders } = portfolio;
  const focusForm = (side: "buy" | "sell") =>
    setTimeout(() => document.querySelector<HTMLElement>(`[data-side=${side}]`)?.focus());
  const press = (id: string) => setTimeout(() => document.getElementById(id)?.click());
  return (
    <Group heading={t("trading")}>
      <Item value={t("words.buy")} onSelect={run(() => focusForm("buy"))}>
        {t("buy")}
      </Item>
      <Item value={t("words.sell")} onSelect={run(() => focusForm("sell"))}>
        {t("sell")}
      </Item>
      <Item value={t("words.group")} onSelect={run(() => press("order-group-button"))}>
        {t("group")}
      </Item>
      <Item value={t("words.indicators")} onSelect={run(() => press("indicator-button"))}>
        {t("indicators")}
      </Item>
      <Item value={t("words.portfolios")} onSelect={run(() => portfoliosOpened.write(true))}>
        {t("portfolios")}
      </Item>
      {orders.length > 0 && (
        <Item
          value={t("words.cancelAll")}
          onSelect={run(() => void act("cancelAll", () => deleteOrders({ portfolioId })))}
        >
          {t("cancelAll", { count: orders.length })}
        </Item>
      )}
      {positions.length > 0 && (
        <Item value={t("words.closeAll")} onSelect={props.onCloseAll}>
          {t("closeAll", { count: positions.length })}
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
