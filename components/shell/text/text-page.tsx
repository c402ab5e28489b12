import type { ReactNode } from "react";

/** One part of a page of text; `id` is its anchor. */
export type TextSection = { id: string; title: string; text: ReactNode };

/** A page of titled paragraphs, such as the terms of use. */
export function TextPage(props: { title: string; lead: string; sections: readonly TextSection[] }) {
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <div className="flex flex-col gap-1">
        <h1 className="font-semibold text-2xl">{props.title}</h1>
        <p className="text-text-2">{props.lead}</p>
      </div>
      {props.sections.map(({ id, title, text }) => (
        <section key={id} id={id} className="flex scroll-mt-4 flex-col gap-1">
          <h2 className="font-semibold">{title}</h2>
          <p className="text-sm text-text-2 leading-6">{text}</p>
        </section>
      ))}
    </div>
  );
}
