/** What draws a compared symbol, loaded with the first one. */
export { CompareFeed } from "@/components/terminal/chart/compare/compare-feed";
export { CompareLayer } from "@/components/terminal/chart/compare/compare-layer";
