/** One numeric parameter of an indicator. */
type Parameter = {
  name:
    | "period"
    | "deviations"
    | "fast"
    | "slow"
    | "signal"
    | "multiple"
    | "smoothing"
    | "span"
    | "step"
    | "most";
  initial: number;
  least: number;
  most: number;
};

/**
 * `pane`: over the candles, or one of its own below. `lines`: how many lines are drawn. `levels`: values that are marked
 * across the pane.
 */
type Kind = {
  pane: "candles" | "own";
  parameters: readonly Parameter[];
  lines: readonly ("line" | "band" | "histogram" | "dots")[];
  levels?: readonly number[];
};

const period = (initial: number): Parameter => ({ name: "period", initial, least: 2, most: 500 });

/** The available indicators. VWAP restarts with each UTC day. */
export const INDICATOR_KINDS = {
  ema: { pane: "candles", parameters: [period(21)], lines: ["line"] },
  sma: { pane: "candles", parameters: [period(50)], lines: ["line"] },
  vwap: { pane: "candles", parameters: [], lines: ["line"] },
  bollinger: {
    pane: "candles",
    parameters: [period(20), { name: "deviations", initial: 2, least: 0.5, most: 5 }],
    lines: ["band", "line", "band"],
  },
  rsi: { pane: "own", parameters: [period(14)], lines: ["line"], levels: [30, 70] },
  macd: {
    pane: "own",
    parameters: [
      { name: "fast", initial: 12, least: 2, most: 200 },
      { name: "slow", initial: 26, least: 3, most: 400 },
      { name: "signal", initial: 9, least: 2, most: 200 },
    ],
    lines: ["histogram", "line", "line"],
  },
  atr: { pane: "own", parameters: [period(14)], lines: ["line"] },
  wma: { pane: "candles", parameters: [period(20)], lines: ["line"] },
  hma: { pane: "candles", parameters: [period(20)], lines: ["line"] },
  dema: { pane: "candles", parameters: [period(20)], lines: ["line"] },
  tema: { pane: "candles", parameters: [period(20)], lines: ["line"] },
  vwma: { pane: "candles", parameters: [period(20)], lines: ["line"] },
  supertrend: {
    pane: "candles",
    parameters: [period(10), { name: "multiple", initial: 3, least: 0.5, most: 10 }],
    lines: ["line"],
  },
  keltner: {
    pane: "candles",
    parameters: [period(20), { name: "multiple", initial: 2, least: 0.5, most: 10 }],
    lines: ["band", "line", "band"],
  },
  donchian: { pane: "candles", parameters: [period(20)], lines: ["band", "line", "band"] },
  stochastic: {
    pane: "own",
    parameters: [
      period(14),
      { name: "smoothing", initial: 3, least: 1, most: 50 },
      { name: "signal", initial: 3, least: 1, most: 50 },
    ],
    lines: ["line", "line"],
    levels: [20, 80],
  },
  stochRsi: { pane: "own", parameters: [period(14)], lines: ["line"], levels: [0.2, 0.8] },
  cci: { pane: "own", parameters: [period(20)], lines: ["line"], levels: [-100, 100] },
  adx: { pane: "own", parameters: [period(14)], lines: ["line"] },
  obv: { pane: "own", parameters: [], lines: ["line"] },
  mfi: { pane: "own", parameters: [period(14)], lines: ["line"], levels: [20, 80] },
  williams: { pane: "own", parameters: [period(14)], lines: ["line"], levels: [-80, -20] },
  roc: { pane: "own", parameters: [period(12)], lines: ["line"], levels: [0] },
  awesome: {
    pane: "own",
    parameters: [
      { name: "fast", initial: 5, least: 2, most: 200 },
      { name: "slow", initial: 34, least: 3, most: 400 },
    ],
    lines: ["histogram"],
  },
  cmf: { pane: "own", parameters: [period(20)], lines: ["line"], levels: [0] },
  psar: {
    pane: "candles",
    parameters: [
      { name: "step", initial: 0.02, least: 0.001, most: 0.5 },
      { name: "most", initial: 0.2, least: 0.01, most: 1 },
    ],
    lines: ["dots"],
  },
  ichimoku: {
    pane: "candles",
    parameters: [
      { name: "fast", initial: 9, least: 2, most: 200 },
      { name: "slow", initial: 26, least: 2, most: 400 },
      { name: "span", initial: 52, least: 2, most: 500 },
    ],
    lines: ["line", "line", "band", "band"],
  },
  aroon: { pane: "own", parameters: [period(25)], lines: ["line", "line"] },
  trix: { pane: "own", parameters: [period(18)], lines: ["line"], levels: [0] },
} as const satisfies Record<string, Kind>;

export type IndicatorKind = keyof typeof INDICATOR_KINDS;

/** One indicator on the chart; `values` in the order of its kind's parameters. */
export type Indicator = {
  id: string;
  kind: IndicatorKind;
  values: readonly number[];
  /** Place in the palette; left out: by its place among the indicators. */
  color?: number;
  isHidden?: boolean;
};

/** An indicator with its title: "EMA 21", "Bollinger 20 2". */
export type TitledIndicator = Indicator & { title: string };

/** The table's row, in its general shape. */
export function kindOf(indicator: Pick<Indicator, "kind">): Kind {
  return INDICATOR_KINDS[indicator.kind];
}

/** The nearest allowed value of a parameter. */
export function clampParameter(parameter: Parameter, value: number): number {
  if (!Number.isFinite(value)) return parameter.initial;
  return Math.min(Math.max(value, parameter.least), parameter.most);
}

/** Whether this version has the kind, with these parameters within their range. */
export function isValidIndicator({ kind, values }: Indicator): boolean {
  if (!(kind in INDICATOR_KINDS)) return false;
  const { parameters } = kindOf({ kind });
  return (
    values.length === parameters.length &&
    values.every((value, index) => {
      const parameter = parameters[index];
      return parameter !== undefined && value >= parameter.least && value <= parameter.most;
    })
  );
}
