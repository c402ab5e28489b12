import { formatChange } from "@/components/terminal/account/tables/pending-change";
import { formatOrder } from "@/components/terminal/order/format-order";
import { formatFixed, formatMinute, formatPercent } from "@/lib/client/format";
import type { FillDto, PortfolioEventDto } from "@/lib/schemas/trading-answers";

/** An event as text. `isLoud`: shown as a toast; the others appear in the list of events only. */
export type EventText = {
  tone: "plain" | "good" | "bad" | "warn";
  title: string;
  detail: string | null;
  isLoud: boolean;
  /** Link to more information. */
  link: { path: string; label: string } | null;
};

/** An event's text for toasts, notifications and the events tab. */
export function formatEvent(event: PortfolioEventDto): EventText {
  switch (event.type) {
    case "order-accepted":
      return say(`${formatOrder(event.order)}: accepted`, { isLoud: event.order.purpose === "manual" });
    case "order-triggered":
      return say(`Order in ${event.symbol} triggered`, { isLoud: true });
    case "order-expired":
      return say(`Order in ${event.symbol} expired`, { tone: "warn", isLoud: true });
    case "order-amended":
      return say(`Order in ${event.symbol} amended`, { isLoud: true });
    case "order-cancelled":
      return say(`Order in ${event.symbol} cancelled`, {
        detail: event.reason === "requested" ? null : sentence(event.reason),
        isLoud: true,
      });
    case "order-rejected":
      return say(`Order in ${event.symbol} rejected`, { tone: "bad", detail: event.message, isLoud: true });
    case "order-filled":
      return toFillDto(event.fill, event.status === "FILLED");
    case "position-opened":
      return say(`Position in ${event.symbol} opened`);
    case "position-stops-set":
      return say(`Stop and target in ${event.symbol} set`, { isLoud: true });
    case "leverage-set":
      return say(`Leverage in ${event.symbol} set`);
    case "trade-closed":
      return describeTrade(event);
    case "position-liquidated":
      return say(
        Number(event.remaining) === 0 ? `${event.symbol} liquidated` : `${event.symbol} liquidated in part`,
        {
          tone: "bad",
          detail: `${event.qty} settled at ${event.settledAt}.`,
          isLoud: true,
        },
      );
    case "close-rejected":
      return say(`${event.symbol} was not closed`, { tone: "bad", detail: event.message, isLoud: true });
    case "symbol-settled":
      return say(`${event.symbol} settled at ${event.price}`, {
        tone: "warn",
        detail:
          event.cause === "delisted"
            ? "It is not traded any more; its orders were cancelled."
            : `Settled by an operator: ${event.note}`,
        isLoud: true,
      });
    case "margin-adjusted": {
      const verb = Number(event.amount) > 0 ? "added to" : "taken out of";
      const amount = formatFixed(Math.abs(Number(event.amount)), 2);
      return say(`${amount} USDT of margin ${verb} ${event.symbol}`, { isLoud: true });
    }
    case "funding-settled": {
      const paid = Number(event.paid);
      const verb = paid > 0 ? "paid" : "received";
      return say(`Funding of ${event.symbol} ${verb}: ${formatFixed(Math.abs(paid), 4)} USDT`, {
        detail: `Rate ${formatPercent(event.rate, 4)}.`,
      });
    }
    case "challenge-started":
      return say(`${event.planName}: ${event.phaseName} began`, {
        isLoud: true,
        link: linkToChallenge(event.challengeId, "Rules"),
      });
    case "day-rolled":
      return say("A new day of the challenge began", {
        detail: `Its limits count from an equity of ${formatFixed(event.equity, 2)} USDT.`,
        isLoud: true,
      });
    case "room-warned":
      return say(`${event.rule}: less than a quarter of the room is left`, {
        tone: "warn",
        detail: describeRoom(event),
        isLoud: true,
      });
    case "trading-paused":
      return say(`${event.rule} reached: trading is paused`, {
        tone: "warn",
        detail: `${describeRoom(event)} It goes on at ${formatMinute(Date.parse(event.until))} UTC.`,
        isLoud: true,
      });
    case "challenge-breached":
      return say(`Challenge failed: ${event.rule}`, {
        tone: "bad",
        detail: describeRoom(event),
        isLoud: true,
      });
    case "phase-passed":
      return say(event.isLast ? "Challenge passed" : `Phase ${event.phase} passed`, {
        tone: "good",
        detail: event.isLast ? "Your certificate is ready." : "The next phase opens within a minute.",
        isLoud: true,
        link: linkToChallenge(event.challengeId, event.isLast ? "Certificate" : "Challenge"),
      });
    case "portfolio-locked":
      return say("Portfolio locked", { tone: "bad", detail: event.message, isLoud: true });
    case "portfolio-opened":
      return say(`Portfolio opened with ${formatFixed(event.amount, 2)} USDT`);
    case "portfolio-reset":
      return say(`Portfolio reset to ${formatFixed(event.amount, 2)} USDT`, { isLoud: true });
    case "balance-adjusted":
      return say(`Balance adjusted by ${formatFixed(event.amount, 2)} USDT`, { isLoud: true });
    case "change-deferred":
      return say(`${formatChange(event.change)} pending`, {
        tone: "warn",
        detail: "The price feed has a gap. It takes effect once the prices up to now are known.",
        isLoud: true,
      });
    case "change-applied":
      return event.message === null
        ? say(`${formatChange(event.change)} took effect after the gap`, { isLoud: true })
        : say(`${formatChange(event.change)} was rejected after the gap`, {
            tone: "bad",
            detail: event.message,
            isLoud: true,
          });
  }
}

/** How far a fill was from the middle of the book, in basis points against the trader; null without a book. */
export function findSlippageBps(fill: Pick<FillDto, "side" | "price" | "midPrice">): number | null {
  if (fill.midPrice === null) return null;
  const mid = Number(fill.midPrice);
  const away = (Number(fill.price) / mid - 1) * 10_000;
  return fill.side === "buy" ? away : -away;
}

const PURPOSE_WORDS = {
  manual: null,
  stop: "Stop hit",
  target: "Target hit",
  close: "Closed",
  liquidation: "Liquidated",
  breach: "Closed by the rules",
  reset: "Closed by reset",
  delisted: "Settled",
} as const satisfies Record<FillDto["purpose"], string | null>;

function toFillDto(fill: FillDto, isWhole: boolean): EventText {
  const verb = fill.side === "buy" ? "Bought" : "Sold";
  const slippage = findSlippageBps(fill);
  const parts = [
    slippage === null ? null : `Slippage ${slippage.toFixed(2)} bps`,
    `fee ${formatFixed(fill.fee, 4)} USDT`,
    fill.latencyMs === null ? null : `${fill.latencyMs} ms after acceptance`,
  ].filter((part) => part !== null);
  const purpose = PURPOSE_WORDS[fill.purpose];
  const title = `${verb} ${fill.qty} ${fill.symbol} at ${fill.price}${isWhole ? "" : ", in part"}`;
  return {
    link: null,
    tone: fill.purpose === "liquidation" || fill.purpose === "breach" ? "bad" : "good",
    title: purpose ? `${purpose}: ${title.charAt(0).toLowerCase()}${title.slice(1)}` : title,
    detail: `${parts.join(", ")}.`,
    isLoud: true,
  };
}

function describeTrade(event: Extract<PortfolioEventDto, { type: "trade-closed" }>): EventText {
  const net = Number(event.net);
  const sign = net > 0 ? "+" : net < 0 ? "−" : "";
  return {
    link: null,
    tone: net >= 0 ? "good" : "bad",
    title: `${event.symbol} ${event.side} closed: ${sign}${formatFixed(Math.abs(net), 2)} USDT`,
    detail: "After fees and funding.",
    isLoud: true,
  };
}

function describeRoom({ equity, floor }: { equity: string; floor: string }): string {
  return `Equity ${formatFixed(equity, 2)}, floor ${formatFixed(floor, 2)} USDT.`;
}

function linkToChallenge(challengeId: string, label: string): EventText["link"] {
  return { path: `/challenges/${encodeURIComponent(challengeId)}`, label };
}

function say(title: string, more: Partial<EventText> = {}): EventText {
  return { tone: "plain", title, detail: null, isLoud: false, link: null, ...more };
}

function sentence(code: string): string {
  const words = code.replaceAll(/[-_]/g, " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
