import type { AlertDraft } from "@/components/terminal/alerts/alerts-sheet";
import { readPositive } from "@/lib/client/numbers/read-number";
import type { ALERT_KINDS, AlertDirection, AlertIndicator, MOVE_WINDOWS } from "@/lib/core/alerts/alert";
import type { Interval } from "@/lib/core/candle-interval";
import { formatDecimal } from "@/lib/core/decimal";
import type { CreateAlertBody } from "@/lib/schemas/trading/alerts";

/** Hours after which an alert may end; 0 for never. */
export const HOURS = ["0", "1", "24", "168", "720"] as const;

type Condition = CreateAlertBody["condition"];

/** The fields of the form for a new alert; numbers as they are typed. */
export type FormValues = {
  kind: (typeof ALERT_KINDS)[number];
  level: string;
  direction: AlertDirection;
  percent: string;
  windowMinutes: (typeof MOVE_WINDOWS)[number];
  indicator: AlertIndicator;
  interval: Interval;
  length: string;
  rsiLevel: string;
  amount: string;
  minutes: string;
  isRepeating: boolean;
  byPush: boolean;
  byMail: boolean;
  hours: (typeof HOURS)[number];
  note: string;
};

/** The form as it opens. */
export function initialValues({ level }: AlertDraft): FormValues {
  return {
    kind: "price",
    level: level ?? "",
    direction: "either",
    percent: "3",
    windowMinutes: 60,
    indicator: "rsi",
    interval: "60",
    length: "14",
    rsiLevel: "70",
    amount: "500",
    minutes: "10",
    isRepeating: false,
    byPush: true,
    byMail: false,
    hours: "0",
    note: "",
  };
}

/** The condition that the form describes; null while a number is missing or no portfolio is shown. */
export function buildCondition(
  values: FormValues,
  { symbol, portfolioId }: { symbol: string; portfolioId: string | null },
): Condition | null {
  const { kind } = values;
  if (kind === "price" || kind === "move" || kind === "indicator")
    return buildMarketCondition({ ...values, kind }, symbol);
  return portfolioId === null ? null : buildPortfolioCondition({ ...values, kind }, portfolioId);
}

type MarketKind = "price" | "move" | "indicator";

function buildMarketCondition(values: FormValues & { kind: MarketKind }, symbol: string): Condition | null {
  const { kind, direction, windowMinutes, interval, indicator } = values;
  if (kind === "price") {
    const level = readDecimal(values.level);
    return level === null ? null : { kind, symbol, level, direction };
  }
  if (kind === "move") {
    const percent = readDecimal(values.percent);
    return percent === null ? null : { kind, symbol, percent, windowMinutes, direction };
  }
  const length = Number(values.length);
  const level = indicator === "rsi" ? readDecimal(values.rsiLevel) : null;
  if (!Number.isInteger(length) || length < 2 || (indicator === "rsi" && level === null)) return null;
  return { kind, symbol, interval, indicator, length, level, direction };
}

function buildPortfolioCondition(
  values: FormValues & { kind: Exclude<FormValues["kind"], MarketKind> },
  portfolioId: string,
): Condition | null {
  const { kind } = values;
  if (kind === "fill") return { kind, portfolioId };
  if (kind === "funding") {
    const minutes = Math.round(Number(values.minutes));
    return minutes >= 1 ? { kind, portfolioId, minutes } : null;
  }
  if (kind === "liquidation") {
    const percent = readDecimal(values.percent);
    return percent === null ? null : { kind, portfolioId, percent };
  }
  const amount = readDecimal(values.amount);
  return amount === null ? null : { kind, portfolioId, amount };
}

/** Plain decimal text above zero, as the API takes it; null for anything else. */
function readDecimal(text: string): string | null {
  const reading = readPositive(text);
  return "value" in reading ? formatDecimal(reading.value) : null;
}
