/** The chart and what saves its settings, as one chunk: as two, both would contain the kinds of indicators. */
export { StreamingChart } from "@/components/terminal/chart/streaming-chart";
export { DeskSync } from "@/components/terminal/layout/desk-sync";
