import { createPersisted } from "@/lib/client/persisted";

/** Sizes of the panes as set by the user: widths in px, heights in percent of their column. */
export const paneSizes = createPersisted<Readonly<Record<string, number>>>({
  key: "tz:panes",
  initial: {},
  parse: (stored) => {
    if (typeof stored !== "object" || stored === null) return {};
    return Object.fromEntries(Object.entries(stored).filter(([, size]) => typeof size === "number"));
  },
});

/** Saves one pane's size; null restores the initial one. */
export function rememberSize(id: string, size: number | null): void {
  const { [id]: _before, ...rest } = paneSizes.read();
  paneSizes.write(size === null ? rest : { ...rest, [id]: size });
}
