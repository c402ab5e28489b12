/** A label of a column: where its top is wanted, px, and how strongly, against the others' 1. */
export type WantedLabel = { top: number; height: number; weight: number };

/**
 * The tops at which labels of one column, given in order, do not overlap and lie inside `height`: each as near to where
 * it is wanted as the others allow (least squares, by pooling adjacent violators). Labels that together are higher
 * overlap evenly.
 */
export function spreadLabels(labels: readonly WantedLabel[], height: number): number[] {
  const total = labels.reduce((sum, label) => sum + label.height, 0);
  const scale = Math.min(1, height / total);
  // Without the labels above it each would be here; these places must not decrease.
  const blocks: { place: number; weight: number; count: number }[] = [];
  let above = 0;
  for (const { top, height: own, weight } of labels) {
    let block = { place: top - above, weight, count: 1 };
    above += own * scale;
    for (let last = blocks.at(-1); last && last.place > block.place; last = blocks.at(-1)) {
      const both = last.weight + block.weight;
      const place = (last.place * last.weight + block.place * block.weight) / both;
      block = { place, weight: both, count: last.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  }
  const places = blocks.flatMap(({ place, count }) => Array<number>(count).fill(place));
  above = 0;
  return labels.map(({ height: own }, index) => {
    const place = Math.min(Math.max(places[index] ?? 0, 0), Math.max(0, height - total));
    above += own * scale;
    return place + above - own * scale;
  });
}
