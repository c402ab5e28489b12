import { createPersisted } from "@/lib/client/persisted";

export const CHART_STYLES = ["candles", "heikin-ashi", "line", "area"] as const;
export type ChartStyle = (typeof CHART_STYLES)[number];
export const PRICE_SCALES = ["normal", "logarithmic", "percent"] as const;
export type PriceScale = (typeof PRICE_SCALES)[number];

/** What the trader has chosen for all charts, beside symbol, interval and indicators. */
export type ChartChoices = {
  style: ChartStyle;
  scale: PriceScale;
  /** IANA name of the time zone of the axis, or "local" for the browser's. */
  zone: string;
  /** Whether the trader's fills are marked. */
  hasFills: boolean;
  /** Whether drawings are shown; each can be hidden alone as well. */
  hasDrawings: boolean;
  /** Whether the time left in the newest candle is shown. */
  hasCountdown: boolean;
  /** A symbol whose line is drawn beside the chart's own, in percent. */
  compare: string | null;
};

const INITIAL: ChartChoices = {
  style: "candles",
  scale: "normal",
  zone: "UTC",
  hasFills: true,
  hasDrawings: true,
  hasCountdown: true,
  compare: null,
};

export const chartChoices = createPersisted<ChartChoices>({
  key: "tz:chart",
  initial: INITIAL,
  parse: parseChartChoices,
});

/** The choices of what is stored; the first ones where it is not valid. */
export function parseChartChoices(stored: unknown): ChartChoices {
  const choices = (typeof stored === "object" && stored !== null ? stored : {}) as Partial<ChartChoices>;
  return {
    style: CHART_STYLES.find((one) => one === choices.style) ?? INITIAL.style,
    scale: PRICE_SCALES.find((one) => one === choices.scale) ?? INITIAL.scale,
    zone: typeof choices.zone === "string" && isZone(choices.zone) ? choices.zone : INITIAL.zone,
    hasFills: choices.hasFills !== false,
    hasDrawings: choices.hasDrawings !== false,
    hasCountdown: choices.hasCountdown !== false,
    compare: typeof choices.compare === "string" ? choices.compare : null,
  };
}

/** The chosen time zone by its IANA name. */
export function resolveZone(zone: string): string {
  return zone === "local" ? Intl.DateTimeFormat().resolvedOptions().timeZone : zone;
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: resolveZone(zone) });
    return true;
  } catch {
    return false;
  }
}
