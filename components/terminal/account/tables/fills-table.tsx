"use client";

import { useTranslations } from "next-intl";
import { Fragment, useState } from "react";
import { ChevronDown, ChevronRight } from "@/components/icons/lucide";
import { ShareButton } from "@/components/share/share-button";
import { FilteredList } from "@/components/terminal/account/filter/filtered-list";
import { Cell, type Column } from "@/components/terminal/account/tables/data-table";
import { EmptyTable } from "@/components/terminal/account/tables/empty-table";
import { FillEvidence } from "@/components/terminal/account/tables/fill-evidence";
import { formatSide } from "@/components/terminal/account/tables/format-side";
import { PagedTable } from "@/components/terminal/account/tables/paged-table";
import { SymbolCell } from "@/components/terminal/account/tables/symbol-cell";
import { Signed } from "@/components/terminal/stats/signed";
import { Button } from "@/components/ui/button";
import { type ListFilter, usePagedList } from "@/lib/client/api/use-paged-list";
import { formatClock, formatFixed, formatMinute } from "@/lib/client/format";
import { countDigits } from "@/lib/client/market/group-book";
import { useInstruments } from "@/lib/client/orders/instrument/use-instrument";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";
import { isHedged } from "@/lib/core/engine/state/hedge";
import { calculateSlippageBps } from "@/lib/schemas/trading/calculate-slippage-bps";

const COLUMNS = [
  { name: "time" },
  { name: "symbol", isTitle: true },
  { name: "size", isNumber: true },
  { name: "price", isNumber: true },
  { name: "slippage", isNumber: true },
  { name: "fee", isNumber: true },
  { name: "realised", isNumber: true },
  { name: "latency", isNumber: true },
  { name: "evidence" },
] as const satisfies readonly Column[];

/** The trader's fills, each with the evidence to verify its price. */
export function FillsTable(props: { onSelect: (symbol: string) => void }) {
  const t = useTranslations("terminal");
  const portfolioId = usePortfolioValue((portfolio) => portfolio.id);
  const hedge = usePortfolioValue((portfolio) => portfolio.hedge);
  const [filter, setFilter] = useState<ListFilter>({});
  const list = usePagedList("fills", portfolioId, filter);
  const [open, setOpen] = useState<string | null>(null);
  const fills = list.pages?.flatMap((page) => page.fills) ?? [];
  const isFiltered = Object.keys(filter).length > 0;
  const instruments = useInstruments([...new Set(fills.map(({ symbol }) => symbol))]);
  return (
    <FilteredList list="fills" filter={filter} onFilter={setFilter}>
      <PagedTable
        label={t("account.fills")}
        columns={COLUMNS}
        list={list}
        count={fills.length}
        empty={
          isFiltered ? (
            <EmptyTable title={t("listFilter.noMatch")} />
          ) : (
            <EmptyTable title={t("account.noFills")}>{t("account.noFillsText")}</EmptyTable>
          )
        }
      >
        {fills.map((fill, index) => {
          const instrument = instruments.find((one) => one.symbol === fill.symbol);
          const key = `${fill.orderId} ${fill.at} ${fills.length - index}`;
          const slippage = calculateSlippageBps(fill);
          const isOpen = open === key;
          const Arrow = isOpen ? ChevronDown : ChevronRight;
          return (
            <Fragment key={key}>
              <tr className="border-t hover:bg-hover">
                <Cell tone="num text-text-3">
                  {formatMinute(Date.parse(fill.at)).slice(0, 10)} {formatClock(Date.parse(fill.at))}
                </Cell>
                <SymbolCell
                  symbol={fill.symbol}
                  isUp={fill.side === "buy"}
                  note={
                    isHedged({ hedge }, fill.symbol)
                      ? formatSide(fill, t, fill.positionSide)
                      : t("fill.side", { side: fill.side })
                  }
                  onSelect={props.onSelect}
                />
                <Cell isNumber>{formatFixed(fill.qty, countDigits(instrument?.qtyStep ?? fill.qty))}</Cell>
                <Cell isNumber>
                  {formatFixed(fill.price, instrument?.priceScale ?? countDigits(fill.price))}
                </Cell>
                <Cell isNumber>{formatFixed(slippage, 2)}</Cell>
                <Cell isNumber>{formatFixed(fill.fee, 4)}</Cell>
                <Cell isNumber>
                  <Signed value={Number(fill.realised)} />
                </Cell>
                <Cell isNumber>{formatFixed(fill.latencyMs, 0)}</Cell>
                <Cell>
                  <Button
                    size="tight"
                    className="h-6"
                    aria-expanded={isOpen}
                    onClick={() => setOpen(isOpen ? null : key)}
                  >
                    <Arrow aria-hidden className="size-3.5" />
                    {t("fill.details")}
                  </Button>
                </Cell>
              </tr>
              {isOpen && (
                <tr>
                  <td colSpan={COLUMNS.length} className="space-y-2 bg-raised px-3 py-2">
                    <FillEvidence fill={fill} instrument={instrument ?? null} />
                    {portfolioId !== null && (
                      <ShareButton
                        label={t("fill.share")}
                        request={{ kind: "fill", portfolioId, orderId: fill.orderId, at: fill.at }}
                      />
                    )}
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </PagedTable>
    </FilteredList>
  );
}
