"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { LabTable } from "@/components/lab/lab-table";
import { Amount } from "@/components/shell/amount";
import { Panel } from "@/components/shell/panel";
import { NO_VALUE } from "@/lib/client/format";
import { KEPT_REPLAYS, type KeptReplay } from "@/lib/client/lab/replay-store";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { usePersisted } from "@/lib/client/persisted";
import { findPlan } from "@/lib/core/challenge/plans";
import { linkToReplay } from "@/lib/lab/replay/given-trade";
import type { ReplayTrade } from "@/lib/lab/replay/to-replay-report";

const COLUMNS = ["closed", "symbol", "side", "qty", "entry", "exit", "fees", "net", "plan", "note"] as const;
const CELL = "whitespace-nowrap px-2 py-1";

type Row = { replay: KeptReplay; trade: ReplayTrade };

/** The closed trades of the replays that this browser keeps, the newest replay first. They count in no figure of the journal. */
export function ReplaysTab() {
  const t = useTranslations("journal.replays");
  const rows = usePersisted(KEPT_REPLAYS).flatMap((replay): Row[] =>
    // Until a blind replay has ended, its trades would tell market and day.
    replay.isBlind && replay.outcome === "running"
      ? []
      : (replay.closed ?? []).map((trade) => ({ replay, trade })),
  );
  return (
    <Panel title={t("title")} note={t("kept")}>
      {rows.length === 0 ? (
        <p className="py-6 text-center text-sm text-text-2">
          {t.rich("empty", {
            link: (chunks) => (
              <Link href="/lab/replay" className="text-accent underline">
                {chunks}
              </Link>
            ),
          })}
        </p>
      ) : (
        <>
          <Summary rows={rows} />
          <LabTable
            label={t("title")}
            heads={[...COLUMNS.map((column) => t(`column.${column}`)), t("again")]}
          >
            {rows.map((row) => (
              <TradeRow key={`${row.replay.id} ${row.trade.openedAtMs} ${row.trade.closedAtMs}`} {...row} />
            ))}
          </LabTable>
        </>
      )}
    </Panel>
  );
}

function Summary({ rows }: { rows: readonly Row[] }) {
  const t = useTranslations("journal.replays");
  const formats = formatsOf(useLocale());
  const nets = rows.map(({ trade }) => trade.net);
  const won = nets.filter((net) => net > 0).length;
  return (
    <p className="text-text-2 text-xs">
      {t("summary", {
        count: rows.length,
        won: formats.share(won / rows.length),
        net: formats.fixed(
          nets.reduce((sum, net) => sum + net, 0),
          2,
        ),
      })}
    </p>
  );
}

function TradeRow({ replay, trade }: Row) {
  const t = useTranslations("journal.replays");
  const formats = formatsOf(useLocale());
  const symbol = replay.symbol;
  return (
    <tr className="border-line border-t">
      <td className={CELL}>{formats.minute(trade.closedAtMs)}</td>
      <td className={CELL}>{symbol}</td>
      <td className={CELL}>{t(trade.side)}</td>
      <td className={CELL}>{formats.price(String(trade.qty))}</td>
      <td className={CELL}>{formats.fixed(trade.entryPrice, 4)}</td>
      <td className={CELL}>{formats.fixed(trade.exitPrice, 4)}</td>
      <td className={CELL}>{formats.fixed(trade.fees, 2)}</td>
      <td className={CELL}>
        <Amount value={String(trade.net)} />
      </td>
      <td className={CELL}>{findPlan(replay.planId)?.name ?? NO_VALUE}</td>
      <td className="px-2 py-1">
        <span className="block max-w-60 truncate font-sans text-text-2">{replay.note}</span>
      </td>
      <td className={CELL}>
        <Link
          href={linkToReplay({ ...trade, symbol })}
          className="rounded text-accent underline-offset-2 hover:underline"
          aria-label={t("againOf", { symbol, time: formats.minute(trade.closedAtMs) })}
        >
          {t("again")}
        </Link>
      </td>
    </tr>
  );
}
