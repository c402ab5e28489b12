const GROUP = 3;

/** A decimal text with grouped thousands: "-100500.5" is "-100,500.5". */
export function groupDigits(text: string): string {
  const sign = text.startsWith("-") ? "-" : "";
  const [whole = "", part] = text.slice(sign.length).split(".");
  const first = whole.length % GROUP || GROUP;
  const groups = [whole.slice(0, first)];
  for (let at = first; at < whole.length; at += GROUP) groups.push(whole.slice(at, at + GROUP));
  const grouped = sign + groups.join(",");
  return part === undefined ? grouped : `${grouped}.${part}`;
}
