import Link from "next/link";
import { formatFigure } from "@/components/journal/figure-card";
import { Amount } from "@/components/shell/amount";
import { WideContent } from "@/components/ui/wide-content";
import { formatAge, formatMinute, NO_VALUE } from "@/lib/client/format";
import type { JournalEntryDto } from "@/lib/schemas/journal-answers";

const HEADS = ["Closed (UTC)", "Symbol", "Side", "Held", "Exit", "R", "Net", "Tags"] as const;

/** Closed trades, newest first; each links to its own page. */
export function EntryTable({ entries }: { entries: readonly JournalEntryDto[] }) {
  return (
    <WideContent label="Closed trades">
      <table className="w-full min-w-[640px] text-xs">
        <caption className="sr-only">Closed trades, newest first</caption>
        <thead>
          <tr className="text-left text-text-3">
            {HEADS.map((head) => (
              <th key={head} scope="col" className="py-1.5 pr-3 font-normal">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id} className="border-t hover:bg-hover">
              <td className="num py-1.5 pr-3">
                <Link href={`/journal/${entry.id}`} className="rounded underline-offset-2 hover:underline">
                  {formatMinute(Date.parse(entry.closedAt))}
                </Link>
              </td>
              <td className="pr-3">{entry.symbol}</td>
              <td className="pr-3">{entry.side}</td>
              <td className="num pr-3">
                {formatAge(Date.parse(entry.closedAt) - Date.parse(entry.openedAt))}
              </td>
              <td className="pr-3">{entry.exitReason}</td>
              <td className="num pr-3">
                {entry.r.value === null ? NO_VALUE : `${formatFigure(entry.r.value, "ratio")} R`}
              </td>
              <td className="pr-3">
                <Amount value={entry.net} />
              </td>
              <td className="max-w-40 truncate text-text-2">
                {[entry.setup, ...entry.tags].filter(Boolean).join(", ")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideContent>
  );
}
