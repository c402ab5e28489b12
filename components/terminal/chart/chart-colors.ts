/** The chart draws on a canvas, which has no CSS variables: its colours are read from the tokens. */
export type ChartColors = {
  panel: string;
  line: string;
  lineStrong: string;
  raised: string;
  text: string;
  textDim: string;
  up: string;
  down: string;
  upSoft: string;
  downSoft: string;
  /** Distinct colours for indicators. */
  palette: readonly string[];
  font: string;
};

/** Opacity of the volume bars, as the last two digits of a hex colour. */
const SOFT = "55";

/** The colours of the theme and direction that apply to `element`. Tokens are six-digit hex colours. */
export function readChartColors(element: Element): ChartColors {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const up = read("--up");
  const down = read("--down");
  return {
    panel: read("--panel"),
    line: read("--line"),
    lineStrong: read("--line-strong"),
    raised: read("--raised"),
    text: read("--text"),
    textDim: read("--text-2"),
    up,
    down,
    upSoft: up + SOFT,
    downSoft: down + SOFT,
    palette: ["--accent", "--orange", "--blue", "--warn", "--up", "--down"].map(read),
    font: read("--font-geist-mono") || "monospace",
  };
}

/** Calls `onChange` when the theme or the direction colours change; returns the unsubscribe function. */
export function watchAppearance(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme", "data-direction"] });
  return () => observer.disconnect();
}
