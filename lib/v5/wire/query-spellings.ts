/**
 * The spellings of a query that known clients may have signed, the received one first. Next's App Router gives the
 * query with other escapes than it was sent with; all of these decode to the same fields in the same order, so that
 * a signature of any of them covers what is executed.
 */
export function listQuerySpellings(received: string): string[] {
  const plain = received.split("&").map(decodeField);
  if (plain.includes(null)) return [received];
  const fields = plain as Field[];
  const spell = (encode: (text: string) => string) =>
    fields.map(([name, value]) => (value === null ? name : `${name}=${encode(value)}`)).join("&");
  const spellings = [received, spell((text) => text), spell(encodeURIComponent), spell(encodeLikePython)];
  return [...new Set(spellings)];
}

type Field = readonly [name: string, value: string | null];

function decodeField(field: string): Field | null {
  const at = field.indexOf("=");
  try {
    const decode = (text: string) => decodeURIComponent(text.replaceAll("+", " "));
    return at === -1 ? [decode(field), null] : [decode(field.slice(0, at)), decode(field.slice(at + 1))];
  } catch {
    return null;
  }
}

/** `urllib.parse.urlencode`: a space is a plus, and only letters, digits and `_.-~` stay. */
function encodeLikePython(text: string): string {
  const percent = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, percent)
    .replaceAll("%20", "+");
}
