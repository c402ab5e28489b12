/** Whether a field, a dialog or a menu has the focus and handles single keys. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  // A checkbox or a slider has no text input.
  if (target.matches("input[type=checkbox], input[type=range]")) return false;
  return target.closest("input, select, textarea, [role=dialog], [role=menu]") !== null;
}
