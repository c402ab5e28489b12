import { createValue } from "@/lib/client/create-value";

/** The chart that tools, keys and commands act on: its place in the grid, the first chart being 0. */
export const chosenChart = createValue(0);
