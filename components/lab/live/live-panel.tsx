import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { DriftTable } from "@/components/lab/live/drift-table";
import type { useLive } from "@/components/lab/live/use-live";
import { Panel } from "@/components/shell/panel";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/form/select";
import { Notice } from "@/components/ui/notice";
import { formatFixed, formatFixedPrice, formatMinute, formatPercent } from "@/lib/client/format";
import { usePortfolios } from "@/lib/client/portfolio/use-portfolios";
import type { LiveMinute } from "@/lib/lab/live/live-run";

const SHOWN = 50;

/** A strategy on the minutes as they close: its account, orders and trades. */
export function LivePanel(props: { live: ReturnType<typeof useLive>; isSignedIn: boolean }) {
  const t = useTranslations("lab.live");
  const [portfolioId, setPortfolioId] = useState("");
  const { live } = props;
  const { state } = live;
  const newest = state.minutes.at(-1);
  return (
    <Panel title={t("title")} note={t("note")}>
      <div className="flex flex-wrap items-center gap-3">
        {state.status === "off" ? (
          <>
            {props.isSignedIn && <TargetSelect value={portfolioId} onChange={setPortfolioId} />}
            <Button variant="outline" size="md" onClick={() => void live.start(portfolioId || null)}>
              {t("start")}
            </Button>
          </>
        ) : (
          <Button variant="outline" size="md" onClick={live.stop}>
            {t("stop")}
          </Button>
        )}
        {state.status === "starting" && (
          <p role="status" className="text-text-2 text-xs">
            {t("starting")}
          </p>
        )}
        {state.status === "on" && newest === undefined && (
          <p role="status" className="text-text-2 text-xs">
            {t("waiting")}
          </p>
        )}
      </div>
      {state.fault !== null && <Notice tone="warn">{state.fault}</Notice>}
      {newest !== undefined && (
        <Account symbol={state.symbol} start={state.start} count={state.count} newest={newest} />
      )}
      {newest !== undefined && <Happenings minutes={state.minutes} />}
      {state.drift.length > 0 && <DriftTable rows={state.drift} />}
    </Panel>
  );
}

/** Where the orders go: into the run's own account alone, or also into a portfolio that follows it. */
function TargetSelect(props: { value: string; onChange: (portfolioId: string) => void }) {
  const t = useTranslations("lab.live");
  const id = useId();
  const { portfolios } = usePortfolios(true);
  const open = portfolios.filter(({ kind, locked }) => kind !== "IMPORTED" && locked === null);
  return (
    <span className="flex flex-wrap items-center gap-2 text-xs">
      <label htmlFor={id}>{t("target")}</label>
      <Select id={id} value={props.value} onChange={(event) => props.onChange(event.target.value)}>
        <option value="">{t("ownAccount")}</option>
        {open.map((portfolio) => (
          <option key={portfolio.id} value={portfolio.id}>
            {portfolio.name}
          </option>
        ))}
      </Select>
    </span>
  );
}

function Account(props: { symbol: string; start: number; count: number; newest: LiveMinute }) {
  const t = useTranslations("lab.live");
  const { newest } = props;
  const { position } = newest;
  const figures = [
    ["symbol", props.symbol],
    ["minutes", String(props.count)],
    ["price", formatFixedPrice(String(newest.price), null)],
    ["equity", formatFixed(newest.equity, 2)],
    ["change", formatPercent(newest.equity / props.start - 1)],
    [
      "position",
      position === null
        ? t("flat")
        : t("held", {
            qty: String(position.qty),
            price: formatFixedPrice(String(position.entryPrice), null),
          }),
    ],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-3 text-xs sm:grid-cols-6">
      {figures.map(([key, value]) => (
        <div key={key}>
          <dt className="text-text-3">{t(key)}</dt>
          <dd className="num text-sm">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Orders and closed trades, the newest first. */
function Happenings({ minutes }: { minutes: readonly LiveMinute[] }) {
  const t = useTranslations("lab.live");
  const lines = minutes
    .flatMap(({ atMs, orders, trades }) => [
      ...orders.map((order, index) => ({
        key: `${atMs} o${index}`,
        text: t("order", { time: formatMinute(atMs), order }),
      })),
      ...trades.map((trade, index) => ({
        key: `${atMs} t${index}`,
        text: t("trade", {
          time: formatMinute(atMs),
          side: trade.type,
          qty: String(trade.qty),
          entry: formatFixedPrice(String(trade.entryPrice), null),
          exit: formatFixedPrice(String(trade.exitPrice), null),
          net: formatFixed(trade.net, 2),
        }),
      })),
    ])
    .slice(-SHOWN)
    .reverse();
  if (lines.length === 0) return <p className="text-text-3 text-xs">{t("none")}</p>;
  return (
    <section aria-label={t("orders")}>
      <ol className="num flex max-h-60 flex-col gap-1 overflow-y-auto text-xs">
        {lines.map(({ key, text }) => (
          <li key={key}>{text}</li>
        ))}
      </ol>
    </section>
  );
}
