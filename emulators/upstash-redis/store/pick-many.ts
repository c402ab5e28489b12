/** Picks at random: up to `amount` different items, or exactly `-amount` with repeats when it is negative. */
export function pickMany<Item>(items: readonly Item[], amount: number): Item[] {
  if (amount < 0) {
    return Array.from({ length: items.length ? -amount : 0 }, () => {
      return items[Math.floor(Math.random() * items.length)] as Item;
    });
  }
  const rest = [...items];
  const picked: Item[] = [];
  while (picked.length < amount && rest.length > 0) {
    picked.push(...rest.splice(Math.floor(Math.random() * rest.length), 1));
  }
  return picked;
}
