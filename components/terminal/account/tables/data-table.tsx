import { type Messages, useTranslations } from "next-intl";
import type { CSSProperties, ReactNode } from "react";
import { cn } from "@/lib/client/cn";

/**
 * A column's head; numbers are right-aligned. `isTitle`: the title line where rows become cards. `isMinor`:
 * left out where the table is narrow and rows aren't cards yet.
 */
export type Column = {
  name: keyof Messages["terminal"]["column"];
  isNumber?: boolean;
  isHidden?: boolean;
  isTitle?: boolean;
  isMinor?: boolean;
};

const MINOR = "@max-[900px]:@min-[561px]:hidden";

/**
 * A dense table that scrolls inside its panel below a sticky head, also by keyboard. At phone width each row
 * is a card, so that nothing scrolls sideways.
 */
export function DataTable(props: { label: string; columns: readonly Column[]; children: ReactNode }) {
  const t = useTranslations("terminal.column");
  const columns = props.columns.map((column) => ({ ...column, title: t(column.name) }));
  return (
    <section
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
      tabIndex={0}
      className="-outline-offset-2 @container h-full overflow-auto bg-panel"
    >
      <table className="cards w-full whitespace-nowrap text-xs" style={nameCells(columns)}>
        <thead className="sticky top-0 z-10 bg-panel text-[11px] text-text-3">
          <tr className="h-6">
            {columns.map(({ name, title, isNumber, isHidden, isMinor }) => (
              <th
                key={name}
                scope="col"
                className={cn(
                  "px-2 font-normal @max-[900px]:px-1",
                  isNumber ? "text-right" : "text-left",
                  isMinor && MINOR,
                )}
              >
                <span className={isHidden ? "sr-only" : undefined}>{title}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </section>
  );
}

/** Class names of a card's cells, by column index. */
function nameCells(columns: readonly (Column & { title: string })[]): CSSProperties {
  const style: Record<`--${string}`, string> = {};
  for (const [index, { title, isHidden, isTitle }] of columns.entries()) {
    const place = index + 1;
    if (isHidden || isTitle) style[`--span-${place}`] = "1 / -1";
    else style[`--name-${place}`] = JSON.stringify(title);
    if (isTitle) style[`--order-${place}`] = "-1";
  }
  return style as CSSProperties;
}

/** One cell; `isNumber` and `isMinor` as its column. */
export function Cell(props: {
  isNumber?: boolean;
  isMinor?: boolean;
  tone?: string;
  title?: string;
  children: ReactNode;
}) {
  return (
    <td
      title={props.title}
      className={cn(
        "h-8 px-2 @max-[900px]:px-1",
        props.isNumber && "num text-right",
        props.isMinor && MINOR,
        props.tone,
      )}
    >
      {props.children}
    </td>
  );
}
