import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { WideContent } from "@/components/ui/wide-content";
import { formatFixed, formatPercent, formatShare } from "@/lib/client/format";
import { parseDecimal } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { remainingQty, workingPrice } from "@/lib/core/engine/orders/order";
import { unrealisedPnl } from "@/lib/core/engine/positions/position";
import { contextNow, type Replay } from "@/lib/lab/replay/replay";
import type { ReplayReport } from "@/lib/lab/replay/to-replay-report";
import { toNearestNumber } from "@/lib/lab/to-number";

const CELL = "whitespace-nowrap px-2 py-1";

/** Balance, equity and headroom, the open position and the orders that wait. */
export function ReplayAccount(props: {
  replay: Replay;
  report: ReplayReport;
  onCommand: (command: Command) => void;
}) {
  const t = useTranslations("lab.replay.account");
  const { report, replay } = props;
  return (
    <div className="flex flex-col gap-3 text-xs">
      <dl className="grid grid-cols-2 gap-2">
        <Figure name={t("equity")} value={formatFixed(report.equity, 2)} />
        <Figure name={t("balance")} value={formatFixed(report.balance, 2)} />
        <Figure name={t("change")} value={formatPercent(report.change)} />
        <Figure name={t("drawdown")} value={formatShare(report.maxDrawdown)} />
        {report.floors.map(({ name, headroom }) => (
          <Figure key={name} name={t("headroom", { rule: name })} value={formatFixed(headroom, 2)} />
        ))}
        {report.target && <Figure name={t("target")} value={formatFixed(report.target.missing, 2)} />}
      </dl>
      <Positions {...props} />
      <Orders {...props} />
      {replay.isRewound && <p className="text-warn">{t("rewound")}</p>}
    </div>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-text-3">{name}</dt>
      <dd className="num text-sm">{value}</dd>
    </div>
  );
}

function Positions({ replay, onCommand }: { replay: Replay; onCommand: (command: Command) => void }) {
  const t = useTranslations("lab.replay.account");
  const { positions, orders } = replay.state;
  const market = contextNow(replay).markets.get(replay.instrument.symbol);
  const close = (fraction: string) =>
    onCommand({
      type: "close-position",
      symbol: replay.instrument.symbol,
      fraction: parseDecimal(fraction),
      orderId: `c${replay.commands.length + 1}-${replay.revealed}`,
    });
  if (positions.length === 0) return <p className="text-text-3">{t("flat")}</p>;
  const isClosing = orders.some(({ status, reduceOnly }) => status === "QUEUED" && reduceOnly);
  return (
    <div className="flex flex-col gap-2">
      {positions.map((position) => (
        <p key={position.symbol} className="num">
          {t(position.qty > 0n ? "long" : "short", {
            qty: String(Math.abs(toNearestNumber(position.qty))),
            price: String(toNearestNumber(position.entryPrice)),
            profit: market ? formatFixed(toNearestNumber(unrealisedPnl(position, market.mark)), 2) : "",
          })}
        </p>
      ))}
      <div className="flex gap-2">
        <Button variant="outline" disabled={isClosing} onClick={() => close("1")}>
          {t("close")}
        </Button>
        <Button variant="outline" disabled={isClosing} onClick={() => close("0.5")}>
          {t("closeHalf")}
        </Button>
      </div>
    </div>
  );
}

function Orders({ replay, onCommand }: { replay: Replay; onCommand: (command: Command) => void }) {
  const t = useTranslations("lab.replay.account");
  const kinds = useTranslations("lab.replay.ticket.kindName");
  const sides = useTranslations("lab.replay.ticket");
  const { orders } = replay.state;
  if (orders.length === 0) return null;
  return (
    <WideContent label={t("orders")}>
      <table className="w-full text-left">
        <caption className="sr-only">{t("orders")}</caption>
        <tbody className="num">
          {orders.map((order) => (
            <tr key={order.id} className="border-line border-t">
              <td className={CELL}>{sides(order.side)}</td>
              <td className={CELL}>{kinds(order.kind)}</td>
              <td className={CELL}>{String(toNearestNumber(remainingQty(order)))}</td>
              <td className={CELL}>{showPrice(order)}</td>
              <td className={CELL}>
                <Button
                  aria-label={t("cancelOrder", { order: kinds(order.kind) })}
                  onClick={() => onCommand({ type: "cancel", orderId: order.id })}
                >
                  {t("cancel")}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideContent>
  );
}

function showPrice(order: Parameters<typeof workingPrice>[0]): string {
  const price = order.trigger?.price ?? workingPrice(order);
  return price === null || order.kind === "market" ? "–" : String(toNearestNumber(price));
}
