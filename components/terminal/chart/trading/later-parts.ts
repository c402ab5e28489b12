/** What the first picture of a chart does without, as one chunk. */
export { AlertLines } from "@/components/terminal/alerts/alert-lines";
export { AxisButton } from "@/components/terminal/chart/menu/axis-button";
export { FillMarks } from "@/components/terminal/chart/trading/fill-marks";
