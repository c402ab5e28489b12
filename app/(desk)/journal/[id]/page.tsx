import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { EntryText } from "@/components/journal/entry-text";
import { FigureCard } from "@/components/journal/figure-card";
import { TradePicture } from "@/components/journal/trade-picture";
import { whyNone } from "@/components/journal/why-none";
import { Amount } from "@/components/shell/amount";
import { DeskFrame } from "@/components/shell/desk-frame";
import { Panel } from "@/components/shell/panel";
import { WideContent } from "@/components/ui/wide-content";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { formatMinute } from "@/lib/client/format";
import { readEntry } from "@/lib/journal/read-entry";
import { AppError } from "@/lib/schemas/api-error";
import type { FigureDto, JournalEntryDetail } from "@/lib/schemas/journal-answers";

export const metadata: Metadata = { title: "Trade", robots: { index: false } };

/** One closed trade with its chart drawn again. */
export default async function EntryPage(props: { params: Promise<{ id: string }> }) {
  const { id } = await props.params;
  const session = await readPageSession();
  if (!session) redirect(`/login?next=/journal/${encodeURIComponent(id)}`);
  const entry = await readEntry(session.userId, id).catch((error) => {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  });
  const seen = (value: string | null): FigureDto =>
    value === null ? { value: null, why: "no_movement" } : { value, why: null };
  return (
    <DeskFrame
      title={`${entry.symbol} ${entry.side}, closed ${formatMinute(Date.parse(entry.closedAt))} UTC`}
      current="/journal"
      aside={<Amount value={entry.net} className="text-lg" />}
    >
      <Panel
        title="The trade"
        note={`${entry.interval === "D" ? "Daily" : `${entry.interval}-minute`} candles`}
      >
        <TradePicture entry={entry} />
      </Panel>
      <dl className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-6">
        <FigureCard name="R" figure={entry.r} unit="ratio" />
        <FigureCard name="Planned reward to risk" figure={entry.plannedRewardToRisk} unit="ratio" />
        <FigureCard name="Best open profit" figure={seen(entry.mfe)} unit="money" />
        <FigureCard name="Worst open loss" figure={seen(entry.mae)} unit="money" />
        <FigureCard name="Kept of the best" figure={entry.efficiency} unit="percent" />
        <FigureCard name="Gross" figure={seen(entry.gross)} unit="money" />
        <FigureCard name="Fees" figure={seen(entry.fees)} unit="money" />
        <FigureCard name="Funding paid" figure={seen(entry.funding)} unit="money" />
      </dl>
      <Panel title="Had you left the first stop and target alone">
        <p className="text-sm">{describeUntouched(entry)}</p>
      </Panel>
      <Panel title="Fills" note="Each with the book that it was taken from">
        <WideContent label="Fills">
          <table className="w-full text-xs">
            <thead>
              <tr className="text-left text-text-3">
                {["Time (UTC)", "Side", "Quantity", "Price", "Mark", "Fee", "Purpose"].map((head) => (
                  <th key={head} scope="col" className="py-1 pr-3 font-normal">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {entry.fills.map((fill) => (
                <tr key={`${fill.orderId} ${fill.at} ${fill.price}`} className="border-t">
                  <td className="num py-1 pr-3">{fill.at.slice(0, 19).replace("T", " ")}</td>
                  <td className="pr-3">{fill.side}</td>
                  <td className="num pr-3">{fill.qty}</td>
                  <td className="num pr-3">{fill.price}</td>
                  <td className="num pr-3">{fill.mark}</td>
                  <td className="num pr-3">{fill.fee}</td>
                  <td>{fill.purpose}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideContent>
      </Panel>
      <Panel title="Your words">
        <EntryText entry={entry} />
      </Panel>
    </DeskFrame>
  );
}

function describeUntouched({ untouched, gross }: JournalEntryDetail): string {
  if (untouched.why !== null) {
    return untouched.why === "no_initial_stop"
      ? "No stop or target stood on this trade, so there is nothing to compare with."
      : `It can't be told: ${whyNone(untouched.why)}.`;
  }
  const at = `${formatMinute(Date.parse(untouched.at))} UTC`;
  const end =
    untouched.exit === "still-open"
      ? `neither had been reached by ${at}, at ${untouched.price}`
      : `the ${untouched.exit} would have closed it at ${untouched.price}, ${at}`;
  return `By the candles, ${end}: ${untouched.gross} before fees instead of ${gross}.`;
}
