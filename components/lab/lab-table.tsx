import type { ReactNode } from "react";
import { WideContent } from "@/components/ui/wide-content";

/** A table of the lab: its column heads, and rows of cells with `px-2 py-1`. It scrolls sideways by itself. */
export function LabTable(props: {
  label: string;
  heads: readonly string[];
  className?: string;
  children: ReactNode;
}) {
  return (
    <WideContent label={props.label} className={props.className}>
      <table className="w-full text-left text-xs">
        <thead className="text-text-3">
          <tr>
            {props.heads.map((head) => (
              <th key={head} scope="col" className="px-2 py-1 font-normal">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="num">{props.children}</tbody>
      </table>
    </WideContent>
  );
}
