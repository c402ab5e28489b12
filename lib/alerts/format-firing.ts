import type { Formats } from "@/lib/client/locale/formats-of";
import type { Translate } from "@/lib/client/translate";
import type { AlertCondition } from "@/lib/core/alerts/alert";
import type { FiringFacts } from "@/lib/core/alerts/firing-facts";

/** Title and text of a notification: a few words, and a sentence or nothing. */
export type FiringText = { title: string; detail: string };

/** Stands for a price alert's level in the translated title. */
const LEVEL = "{level}";

type Texts = { t: Translate<"notifications">; formats: Formats };

/** The text of a notification about an alert in its owner's language, for toasts, the list, push messages and mails. */
export function formatFiring(
  { condition, note }: { condition: AlertCondition; note: string },
  facts: FiringFacts,
  texts: Texts,
): FiringText {
  const { title, detail } = describe(condition, facts, texts);
  return { title, detail: [detail, note].filter((part) => part !== "").join(" ") };
}

function describe(condition: AlertCondition, facts: FiringFacts, texts: Texts): FiringText {
  const { t, formats } = texts;
  const symbol = "symbol" in condition ? condition.symbol : "";
  switch (facts.kind) {
    case "price": {
      const { way } = facts;
      const level = formats.exact(condition.kind === "price" ? condition.level : facts.price);
      return {
        // The level is put in here: alerts that fire together then share their translation, if `t` remembers it.
        title: t("price.title", { symbol, level: LEVEL, way }).replace(LEVEL, level),
        detail: t("price.detail", { price: formats.exact(facts.price) }),
      };
    }
    case "move": {
      const time = nameTime(condition.kind === "move" ? condition.windowMinutes : 0, t);
      const percent = formats.exact(facts.percent);
      return {
        title: t("move.title", { symbol, way: facts.way, percent, time }),
        detail: t("move.detail", { price: formats.exact(facts.price) }),
      };
    }
    case "indicator":
      return describeIndicator(condition, facts, texts);
    case "liquidation": {
      const [mark, liquidation] = [formats.exact(facts.mark), formats.exact(facts.liquidation)];
      return {
        title: t("liquidation.title", { symbol: facts.symbol, percent: formats.exact(facts.percent) }),
        detail: t("liquidation.detail", { mark, liquidation }),
      };
    }
    case "headroom": {
      const amount = formats.exact(facts.headroom);
      return { title: t("headroom.title", { amount }), detail: t("headroom.detail") };
    }
    case "funding": {
      const about = { symbols: facts.symbols.join(", "), time: nameTime(facts.minutes, t) };
      const rate = facts.rate === null ? [] : [t("funding.rate", { rate: formats.exact(facts.rate) })];
      return {
        title: t("funding.title", about),
        detail: [t("funding.detail"), ...rate].join(" "),
      };
    }
    case "fill": {
      const { side, symbol: filled } = facts;
      const [qty, price] = [formats.exact(facts.qty), formats.exact(facts.price)];
      return { title: t("fill.title", { side, qty, symbol: filled, price }), detail: t("fill.detail") };
    }
    default:
      return rejectUnknown(facts);
  }
}

function describeIndicator(
  condition: AlertCondition,
  facts: Extract<FiringFacts, { kind: "indicator" }>,
  { t, formats }: Texts,
): FiringText {
  if (condition.kind !== "indicator") throw new Error(`The condition is of ${condition.kind}.`);
  const { symbol, indicator, length, interval } = condition;
  const about = { symbol, name: `${indicator.toUpperCase()} ${length}`, way: facts.way };
  const [value, against] = [formats.exact(facts.value), formats.exact(facts.against)];
  return indicator === "rsi"
    ? {
        title: t("rsi.title", { ...about, level: against }),
        detail: t("rsi.detail", { value, interval }),
      }
    : {
        title: t("average.title", about),
        detail: t("average.detail", { value, average: against, interval }),
      };
}

/** "5 minutes", "4 hours", "1 day". */
function nameTime(minutes: number, t: Texts["t"]): string {
  if (minutes % 1_440 === 0) return t("days", { count: minutes / 1_440 });
  return minutes % 60 === 0 ? t("hours", { count: minutes / 60 }) : t("minutes", { count: minutes });
}

function rejectUnknown(facts: never): never {
  throw new Error(`Unknown facts ${JSON.stringify(facts)}.`);
}
