import { type ClassValue, clsx } from "clsx";

/**
 * Joins class names. Two Tailwind classes that set the same thing are not told apart: a component offers
 * variants instead of having its classes overridden, which keeps 8 KB of script off every page.
 */
export function cn(...classes: ClassValue[]): string {
  return clsx(classes);
}
