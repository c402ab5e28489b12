/** A decimal text with grouped thousands: "100500.5" is "100,500.5". */
export function groupDigits(text: string): string {
  const [whole = "", part] = text.split(".");
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return part === undefined ? grouped : `${grouped}.${part}`;
}
