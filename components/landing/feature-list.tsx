const TODAY = [
  ["Live market", "Last, mark, index, funding and 24 h figures, with the age of every price in sight."],
  ["Streaming chart", "Twelve intervals, history back to the listing, the last candle exact to the trade."],
  [
    "Watchlist, book and tape",
    "Stars, sparklines, ten levels a side with grouping, every trade as it prints.",
  ],
] as const;

const NEXT = [
  ["Simulated trading", "Orders filled from the live order book, with the evidence kept."],
  ["Prop challenges", "Published rules, judged on live equity, with the proof shown to you."],
  ["A journal that writes itself", "Every trade, exact to the tick, with the figures that matter."],
] as const;

/** What can be used now and what can't yet, kept apart. */
export function FeatureList() {
  return (
    <div className="grid gap-6 sm:grid-cols-2 lg:grid-cols-1">
      <Features title="Works today" mark="bg-accent" features={TODAY} />
      <Features title="Coming next" mark="border border-text-3" features={NEXT} />
    </div>
  );
}

function Features(props: {
  title: string;
  mark: string;
  features: readonly (readonly [name: string, text: string])[];
}) {
  return (
    <section>
      <h2 className="mb-2 font-medium text-text-3 text-xs">{props.title}</h2>
      <ul className="space-y-2.5">
        {props.features.map(([name, text]) => (
          <li key={name} className="flex gap-2.5">
            <span aria-hidden className={`mt-1.5 size-2 shrink-0 rounded-full ${props.mark}`} />
            <p className="text-[13px] text-text-2 leading-5">
              <span className="font-medium text-text">{name}.</span> {text}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
