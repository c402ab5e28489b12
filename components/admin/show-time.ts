import { NO_VALUE } from "@/lib/client/format";

/** Formats an instant for operators: UTC, to the second. */
export function showTime(iso: string | null): string {
  return iso === null ? NO_VALUE : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}
