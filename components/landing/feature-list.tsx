const STORY = [
  [
    "Fills that can be checked",
    "Orders are filled from the live order book: you see the levels that were taken, the slippage, the fee and the latency.",
  ],
  [
    "Risk before the click",
    "Choose what you are ready to lose. The size, the margin, the liquidation price and the reward follow, fees included.",
  ],
  [
    "A chart that trades",
    "Entry, stop, target and orders are lines on it: drag them, or move them by keys. Indicators, drawings, thirteen intervals.",
  ],
  [
    "Prop challenges under published rules",
    "Evaluated on live equity, with the formula and the proof shown to you.",
  ],
  ["A journal that writes itself", "Every trade, exact to the tick, with the figures that matter."],
] as const;

/** The product in five sentences. */
export function FeatureList() {
  return (
    <section aria-label="What it does">
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-1">
        {STORY.map(([name, text]) => (
          <li key={name} className="flex gap-2.5">
            <span aria-hidden className="mt-1.5 size-2 shrink-0 rounded-full bg-accent" />
            <p className="text-[13px] text-text-2 leading-5">
              <span className="font-medium text-text">{name}.</span> {text}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
