import { createPersisted } from "@/lib/client/persisted";

/** What the trader gave the panes of the desk: widths in px, heights in percent of their column. */
export const paneSizes = createPersisted<Readonly<Record<string, number>>>({
  key: "tz:panes",
  initial: {},
  parse: (stored) => {
    if (typeof stored !== "object" || stored === null) return {};
    return Object.fromEntries(Object.entries(stored).filter(([, size]) => typeof size === "number"));
  },
});

/** Remembers one pane's size; null for the one it has at first. */
export function rememberSize(id: string, size: number | null): void {
  const { [id]: _before, ...rest } = paneSizes.read();
  paneSizes.write(size === null ? rest : { ...rest, [id]: size });
}
