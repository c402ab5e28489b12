/** Compiles a Redis glob (`*`, `?`, `[a-c]`, `[^a]`, `\x`) over binary text. */
export function compileGlob(glob: string): RegExp {
  let source = "";
  for (let at = 0; at < glob.length; at += 1) {
    const character = glob[at] ?? "";
    if (character === "*") source += "[^]*";
    else if (character === "?") source += "[^]";
    else if (character === "[") {
      const end = glob.indexOf("]", at + 1);
      if (end < 0) return /(?!)/;
      const body = glob.slice(at + 1, end);
      const negated = body.startsWith("^");
      const members = (negated ? body.slice(1) : body).replace(/[\\\]^]/g, "\\$&");
      source += `[${negated ? "^" : ""}${members}]`;
      at = end;
    } else if (character === "\\" && at + 1 < glob.length) {
      at += 1;
      source += escapeForRegExp(glob[at] ?? "");
    } else source += escapeForRegExp(character);
  }
  return new RegExp(`^${source}$`);
}

function escapeForRegExp(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
