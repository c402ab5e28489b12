import { type ClassValue, clsx } from "clsx";
import { createTailwindMerge } from "tailwind-merge";
import { CLASS_GROUPS, WIDER_GROUPS } from "@/lib/client/class-groups";

/**
 * The library's own table of all of Tailwind's classes weighs six kilobytes in every page.
 * `scripts/lint/class-groups.test.ts` compares the two for every pair of classes of the source.
 */
const merge = createTailwindMerge(() => ({
  cacheSize: 500,
  theme: {},
  classGroups: CLASS_GROUPS,
  conflictingClassGroups: WIDER_GROUPS,
  conflictingClassGroupModifiers: { "font-size": ["leading"] },
  orderSensitiveModifiers: ["*", "**", "before", "after", "placeholder", "file", "marker", "selection"],
}));

/** Joins class names; of two Tailwind classes that set the same property, the last one stays. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
