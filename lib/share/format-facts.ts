import { type Formats, formatsOf } from "@/lib/client/locale/formats-of";
import type { Translate } from "@/lib/client/translate";
import type { LocaleTag } from "@/lib/schemas/locale";
import type { ShareFacts } from "@/lib/schemas/sharing/share";

/** Shared facts as text: for the page, its image and link previews. */
export type ShareText = {
  title: string;
  /** The main figure, and whether it is positive for the trader; null if that does not apply. */
  figure: string;
  isGood: boolean | null;
  lines: string[];
};

type Texts = { t: Translate<"site.share">; formats: Formats };

/** Formats the facts of a link in a language; every figure is as recorded. */
export function formatFacts(facts: ShareFacts, t: Translate<"site.share">, locale: LocaleTag): ShareText {
  const texts = { t, formats: formatsOf(locale) };
  switch (facts.kind) {
    case "fill":
      return formatFill(facts, texts);
    case "day":
      return formatDay(facts, texts);
    case "trade":
      return formatTrade(facts, texts);
    case "curve":
      return formatCurve(facts, texts);
    default:
      return rejectUnknown(facts);
  }
}

function formatTrade(facts: Extract<ShareFacts, { kind: "trade" }>, texts: Texts): ShareText {
  const { t, formats } = texts;
  const { symbol, side, entry, exit, net, roi, openedAt, closedAt } = facts;
  const time = (instant: string) => formats.minute(Date.parse(instant));
  return {
    title: t(side, { symbol }),
    ...formatResult(net, texts),
    lines: [
      ...(roi === undefined ? [] : [t("roi", { percent: formats.percent(roi) })]),
      t("entryExit", { entry: formats.price(entry), exit: formats.price(exit) }),
      t("between", { from: time(openedAt), to: time(closedAt) }),
      t("afterFees"),
    ],
  };
}

function formatCurve(facts: Extract<ShareFacts, { kind: "curve" }>, texts: Texts): ShareText {
  const { t, formats } = texts;
  const { from, to, net, closed } = facts;
  return {
    title: t("curve", { from: formats.day(from.slice(0, 10)), to: formats.day(to.slice(0, 10)) }),
    ...formatResult(net, texts),
    lines: [t("closed", { count: closed }), t("afterFees")],
  };
}

function formatResult(net: string, texts: Texts): Pick<ShareText, "figure" | "isGood"> {
  return { figure: formatMoney(net, texts), isGood: Number(net) === 0 ? null : Number(net) > 0 };
}

function rejectUnknown(facts: never): never {
  throw new Error(`Unknown facts ${JSON.stringify(facts)}.`);
}

function formatFill(facts: Extract<ShareFacts, { kind: "fill" }>, texts: Texts): ShareText {
  const { t, formats } = texts;
  const { symbol, side, qty, price, realised, slippageBps, latencyMs, at } = facts;
  const shown = formats.price(price);
  const lines = [
    realised === null ? null : t(side === "buy" ? "boughtAt" : "soldAt", { price: shown }),
    slippageBps === null ? null : t("slippage", { bps: formats.exact(slippageBps) }),
    latencyMs === null ? null : t("filledIn", { ms: String(latencyMs) }),
    t("time", { time: formats.minute(Date.parse(at)) }),
  ];
  return {
    title: t(side === "buy" ? "bought" : "sold", { qty: formats.exact(qty), symbol }),
    figure: realised === null ? t("at", { price: shown }) : formatMoney(realised, texts),
    isGood: realised === null ? null : Number(realised) > 0,
    lines: lines.filter((line) => line !== null),
  };
}

function formatDay(
  { day, zone, net, closed, won }: Extract<ShareFacts, { kind: "day" }>,
  texts: Texts,
): ShareText {
  const { t, formats } = texts;
  return {
    title: t("day", { day: formats.day(day) }),
    ...formatResult(net, texts),
    lines: [
      won === null ? t("closed", { count: closed }) : t("closedWon", { count: closed, won: String(won) }),
      t("net", { zone }),
    ],
  };
}

function formatMoney(value: string, { t, formats }: Texts): string {
  const amount = Number(value);
  const sign = amount > 0 ? "+" : amount < 0 ? "−" : "";
  return t("amount", { amount: `${sign}${formats.fixed(Math.abs(amount), 2)}` });
}
