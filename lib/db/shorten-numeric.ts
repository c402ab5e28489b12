import "server-only";

/** NUMERIC(38,18) text without its trailing zeros: "0.100000000000000000" is "0.1". */
export function shortenNumeric<T extends string | null>(text: T): T {
  if (text === null) return text;
  return (text.includes(".") ? text.slice(0, endOfDigits(text)) : text) as T;
}

function endOfDigits(text: string): number {
  let end = text.length;
  while (text[end - 1] === "0") end -= 1;
  return text[end - 1] === "." ? end - 1 : end;
}
