import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

/** What can still be done with an entry. `label` names it for those who do not see the line. */
type Action = { text: string; label: string; isBusy: boolean; run: () => void };

/** An entry of a list in the settings: its title, what is known of it, and what ends it. */
export function SettingsLine(props: {
  title: ReactNode;
  notes: readonly ReactNode[];
  action: Action | null;
}) {
  const { title, notes, action } = props;
  return (
    <li className="flex items-center gap-3 py-2 first:pt-0">
      <div className="min-w-0 flex-1">
        <p className="truncate text-[13px]">{title}</p>
        {notes.map((note, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the notes of a line never change places
          <p key={index} className="text-text-3 text-xs">
            {note}
          </p>
        ))}
      </div>
      {action && (
        <Button variant="outline" disabled={action.isBusy} aria-label={action.label} onClick={action.run}>
          {action.text}
        </Button>
      )}
    </li>
  );
}

/** A time or a key in tabular figures. */
export function LineFigures({ children }: { children: ReactNode }) {
  return <span className="num">{children}</span>;
}
