import type { ReactNode } from "react";

/** One subject of the settings. */
export function SettingsSection(props: {
  id?: string;
  title: string;
  text?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section
      id={props.id}
      aria-label={props.title}
      className="panel grid gap-4 p-5 sm:grid-cols-[200px_minmax(0,1fr)]"
    >
      <div>
        <h2 className="font-medium">{props.title}</h2>
        {props.text && <p className="mt-1 text-text-3 text-xs leading-[18px]">{props.text}</p>}
      </div>
      <div className="flex min-w-0 flex-col gap-4">{props.children}</div>
    </section>
  );
}
