/** A parsed `POST /__control`, or its error. */
type ParsedSwitches = { changes: Record<string, unknown> } | { problem: string };

/**
 * Checks switches against the ones that exist: names must be known, types those of the current values,
 * actions booleans, and numbers not negative.
 */
export function parseSwitches(
  body: string,
  known: { current: Record<string, unknown>; actions?: readonly string[] },
): ParsedSwitches {
  let given: unknown;
  try {
    given = JSON.parse(body || "{}");
  } catch {
    return { problem: "The body is not JSON." };
  }
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    return { problem: "The body must be an object of switches." };
  }
  const names = [...Object.keys(known.current), ...(known.actions ?? [])];
  for (const [name, value] of Object.entries(given)) {
    if (!names.includes(name)) {
      return { problem: `There is no switch "${name}". Known switches: ${names.join(", ")}.` };
    }
    const wanted = known.actions?.includes(name) ? "boolean" : typeof known.current[name];
    if (typeof value !== wanted) return { problem: `"${name}" must be a ${wanted}.` };
    if (typeof value === "number" && !(value >= 0)) return { problem: `"${name}" must not be negative.` };
  }
  return { changes: given as Record<string, unknown> };
}
