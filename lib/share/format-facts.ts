import { formatFixed, formatFixedPrice, formatMinute, formatPercent } from "@/lib/client/format";
import type { Translate } from "@/lib/client/translate";
import type { ShareFacts } from "@/lib/schemas/sharing/share";

/** Shared facts as text: for the page, its image and link previews. */
export type ShareText = {
  title: string;
  /** The main figure, and whether it is positive for the trader; null if that does not apply. */
  figure: string;
  isGood: boolean | null;
  lines: string[];
};

/** Formats the facts of a link; every figure is as recorded. */
export function formatFacts(facts: ShareFacts, t: Translate<"site.share">): ShareText {
  switch (facts.kind) {
    case "fill":
      return formatFill(facts, t);
    case "day":
      return formatDay(facts, t);
    case "trade":
      return formatTrade(facts, t);
    case "curve":
      return formatCurve(facts, t);
    default:
      return rejectUnknown(facts);
  }
}

function formatTrade(facts: Extract<ShareFacts, { kind: "trade" }>, t: Translate<"site.share">): ShareText {
  const { symbol, side, entry, exit, net, roi, openedAt, closedAt } = facts;
  const time = (instant: string) => formatMinute(Date.parse(instant));
  return {
    title: t(side, { symbol }),
    ...formatResult(net, t),
    lines: [
      ...(roi === undefined ? [] : [t("roi", { percent: formatPercent(roi) })]),
      t("entryExit", { entry: formatFixedPrice(entry, null), exit: formatFixedPrice(exit, null) }),
      t("between", { from: time(openedAt), to: time(closedAt) }),
      t("afterFees"),
    ],
  };
}

function formatCurve(facts: Extract<ShareFacts, { kind: "curve" }>, t: Translate<"site.share">): ShareText {
  const { from, to, net, closed } = facts;
  return {
    title: t("curve", { from: from.slice(0, 10), to: to.slice(0, 10) }),
    ...formatResult(net, t),
    lines: [t("closed", { count: closed }), t("afterFees")],
  };
}

function formatResult(net: string, t: Translate<"site.share">): Pick<ShareText, "figure" | "isGood"> {
  return { figure: formatMoney(net, t), isGood: Number(net) === 0 ? null : Number(net) > 0 };
}

function rejectUnknown(facts: never): never {
  throw new Error(`Unknown facts ${JSON.stringify(facts)}.`);
}

function formatFill(facts: Extract<ShareFacts, { kind: "fill" }>, t: Translate<"site.share">): ShareText {
  const { symbol, side, qty, price, realised, slippageBps, latencyMs, at } = facts;
  const shown = formatFixedPrice(price, null);
  const lines = [
    realised === null ? null : t(side === "buy" ? "boughtAt" : "soldAt", { price: shown }),
    slippageBps === null ? null : t("slippage", { bps: slippageBps }),
    latencyMs === null ? null : t("filledIn", { ms: String(latencyMs) }),
    t("time", { time: formatMinute(Date.parse(at)) }),
  ];
  return {
    title: t(side === "buy" ? "bought" : "sold", { qty, symbol }),
    figure: realised === null ? t("at", { price: shown }) : formatMoney(realised, t),
    isGood: realised === null ? null : Number(realised) > 0,
    lines: lines.filter((line) => line !== null),
  };
}

function formatDay(
  { day, zone, net, closed, won }: Extract<ShareFacts, { kind: "day" }>,
  t: Translate<"site.share">,
): ShareText {
  return {
    title: t("day", { day }),
    ...formatResult(net, t),
    lines: [
      won === null ? t("closed", { count: closed }) : t("closedWon", { count: closed, won: String(won) }),
      t("net", { zone }),
    ],
  };
}

function formatMoney(value: string, t: Translate<"site.share">): string {
  const amount = Number(value);
  const sign = amount > 0 ? "+" : amount < 0 ? "−" : "";
  return t("amount", { amount: `${sign}${formatFixed(Math.abs(amount), 2)}` });
}
