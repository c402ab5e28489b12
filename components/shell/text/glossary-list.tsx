/** One figure with its formula; `id` is its anchor. */
export type GlossaryEntry = { id: string; name: string; text: string };

/** Figures with their formulas, each with an anchor of its own. */
export function GlossaryList(props: { id: string; title: string; entries: readonly GlossaryEntry[] }) {
  return (
    <section id={props.id} className="flex scroll-mt-4 flex-col gap-3">
      <h2 className="font-semibold text-lg">{props.title}</h2>
      <dl className="panel divide-y divide-line text-sm">
        {props.entries.map(({ id, name, text }) => (
          <div
            key={id}
            id={id}
            className="grid scroll-mt-4 gap-x-6 gap-y-0.5 px-4 py-2.5 target:bg-hover sm:grid-cols-[12rem_1fr]"
          >
            <dt className="font-medium">{name}</dt>
            <dd className="text-text-2">{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
