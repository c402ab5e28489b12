/** An id as one part of a path. Colons, which ids have, stay: the API takes no path with an escape. */
export function encodeId(id: string): string {
  return encodeURIComponent(id).replaceAll("%3A", ":");
}
