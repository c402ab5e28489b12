/** Whether single keys belong to what has the focus: a field, a dialog or a menu. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  // A checkbox or a slider takes no letters.
  if (target.matches("input[type=checkbox], input[type=range]")) return false;
  return target.closest("input, select, textarea, [role=dialog], [role=menu]") !== null;
}
