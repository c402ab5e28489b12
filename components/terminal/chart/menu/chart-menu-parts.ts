/** What is inside the menus and pop-ups of a chart, as one chunk. */
export { DrawingSheet } from "@/components/terminal/chart/drawings/drawing-sheet";
export { IndicatorSheet } from "@/components/terminal/chart/indicators/indicator-sheet";
export { ChartSettingsSheet } from "@/components/terminal/chart/menu/chart-settings-sheet";
export { IntervalMenuItems } from "@/components/terminal/chart/menu/interval-menu-items";
export { saveChartPicture } from "@/components/terminal/chart/menu/save-chart-picture";
