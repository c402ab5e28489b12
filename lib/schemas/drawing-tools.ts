/** What can be drawn on a chart. Without zod, which the pages do without. */
export const DRAWING_TOOLS = [
  "horizontal",
  "trend",
  "ray",
  "channel",
  "rectangle",
  "fibonacci",
  "position",
  "measure",
  "text",
] as const;
