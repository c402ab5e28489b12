import { cn } from "@/lib/client/cn";

/** A link to a symbol, with its direction as an arrow, a label and a colour. */
export function SymbolCell(props: {
  symbol: string;
  isUp: boolean;
  note: string;
  onSelect: (symbol: string) => void;
}) {
  return (
    <td className="h-8 px-2 @max-[900px]:px-1">
      <button
        type="button"
        onClick={() => props.onSelect(props.symbol)}
        className="inline-flex items-center gap-1.5 align-middle font-medium hover:text-accent"
      >
        <span aria-hidden className={cn("h-4 w-0.5 rounded", props.isUp ? "bg-up" : "bg-down")} />
        {props.symbol}
      </button>
      <span className={cn("ml-1.5 align-middle", props.isUp ? "text-up" : "text-down")}>
        <span aria-hidden>{props.isUp ? "↑" : "↓"}</span> {props.note}
      </span>
    </td>
  );
}
