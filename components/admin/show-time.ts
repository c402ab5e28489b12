/** Formats an instant for operators: UTC, to the second. */
export function showTime(iso: string | null): string {
  return iso === null ? "–" : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}
