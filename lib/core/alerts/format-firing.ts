import type { AlertCondition } from "@/lib/core/alerts/alert";
import { groupDigits } from "@/lib/core/alerts/group-digits";

/** What was true when an alert fired. Decimals are text. */
export type FiringFacts =
  | { kind: "price"; way: "up" | "down"; price: string }
  | { kind: "move"; way: "up" | "down"; percent: string; price: string }
  | { kind: "indicator"; way: "up" | "down"; value: string; against: string }
  | { kind: "liquidation"; symbol: string; mark: string; liquidation: string; percent: string }
  | { kind: "headroom"; headroom: string }
  | { kind: "funding"; symbols: readonly string[]; minutes: number; rate: string | null }
  | { kind: "fill"; symbol: string; side: string; qty: string; price: string };

/** Title and text of a notification: a few words, and a sentence or nothing. */
export type FiringText = { title: string; detail: string };

/** The text of a notification about an alert, for toasts, the list, push messages and mails. */
export function formatFiring(condition: AlertCondition, facts: FiringFacts, note: string): FiringText {
  const { title, detail } = describe(condition, facts);
  return { title, detail: [detail, note].filter((part) => part !== "").join(" ") };
}

function describe(condition: AlertCondition, facts: FiringFacts): FiringText {
  const symbol = "symbol" in condition ? condition.symbol : "";
  switch (facts.kind) {
    case "price": {
      const level = condition.kind === "price" ? condition.level : facts.price;
      return {
        title: `${symbol} crossed ${groupDigits(level)} ${wayText(facts.way)}`,
        detail: `Price ${groupDigits(facts.price)}.`,
      };
    }
    case "move": {
      const minutes = condition.kind === "move" ? condition.windowMinutes : 0;
      const verb = facts.way === "up" ? "rose" : "fell";
      return {
        title: `${symbol} ${verb} ${facts.percent}% within ${formatMinutes(minutes)}`,
        detail: `Mark price ${groupDigits(facts.price)}.`,
      };
    }
    case "indicator":
      return describeIndicator(condition, facts);
    case "liquidation":
      return {
        title: `${facts.symbol} is ${facts.percent}% from liquidation`,
        detail: `Mark price ${groupDigits(facts.mark)}, liquidation at ${groupDigits(facts.liquidation)}.`,
      };
    case "headroom":
      return {
        title: `${groupDigits(facts.headroom)} USDT left before the loss limit`,
        detail: "At the limit the challenge fails.",
      };
    case "funding": {
      const rate = facts.rate === null ? "" : ` Rate ${facts.rate}%.`;
      return {
        title: `Funding of ${facts.symbols.join(", ")} in ${formatMinutes(facts.minutes)}`,
        detail: `It is charged or paid on the open position.${rate}`,
      };
    }
    case "fill": {
      const verb = facts.side === "buy" ? "Bought" : "Sold";
      return {
        title: `${verb} ${groupDigits(facts.qty)} ${facts.symbol} at ${groupDigits(facts.price)}`,
        detail: "An order was filled.",
      };
    }
  }
}

function describeIndicator(
  condition: AlertCondition,
  facts: Extract<FiringFacts, { kind: "indicator" }>,
): FiringText {
  if (condition.kind !== "indicator") throw new Error(`The condition is of ${condition.kind}.`);
  const { symbol, indicator, length, interval } = condition;
  const name = `${indicator.toUpperCase()} ${length}`;
  const way = wayText(facts.way);
  return indicator === "rsi"
    ? {
        title: `${symbol} ${name} crossed ${groupDigits(facts.against)} ${way}`,
        detail: `RSI ${groupDigits(facts.value)}, interval ${interval}.`,
      }
    : {
        title: `${symbol} closed across ${name} ${way}`,
        detail: `Close ${groupDigits(facts.value)}, average ${groupDigits(facts.against)}, interval ${interval}.`,
      };
}

function wayText(way: "up" | "down"): string {
  return way === "up" ? "upwards" : "downwards";
}

/** "5 minutes", "4 hours", "1 day". */
export function formatMinutes(minutes: number): string {
  const [count, unit] =
    minutes % 1440 === 0
      ? [minutes / 1440, "day"]
      : minutes % 60 === 0
        ? [minutes / 60, "hour"]
        : [minutes, "minute"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
