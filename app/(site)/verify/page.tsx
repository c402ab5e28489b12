import type { Metadata } from "next";
import { StatementChecker } from "@/components/proof/statement-checker";
import { SiteFrame } from "@/components/shell/site-frame";
import { listAnchors } from "@/lib/challenge/proof/list-anchors";
import { describePage } from "@/lib/infra/describe-page";

export const dynamic = "force-dynamic";

export function generateMetadata(): Promise<Metadata> {
  return describePage({
    title: "Verify a statement",
    description: "Recompute a trading history, its fills and its verdicts in your own browser.",
    path: "/verify",
  });
}

/** Recomputes a statement in the browser, and lists the anchors that show that no log was rewritten. */
export default async function VerifyPage() {
  const anchors = await listAnchors();
  return (
    <SiteFrame>
      <div className="flex max-w-3xl flex-col gap-6">
        <div className="flex flex-col gap-2">
          <h1 className="font-semibold text-2xl">Verify a statement</h1>
          <p className="text-text-2">
            A statement is the whole log of a portfolio, each event sealed with the hash of the one before.
            Your browser recomputes every hash, balance, fill and verdict with the same rules that made them,
            and compares the log with its public anchors. The file stays with you; only the portfolio&apos;s
            id is sent, to look its anchors up.
          </p>
        </div>
        <StatementChecker />
        <section className="flex flex-col gap-2">
          <h2 className="font-semibold">What a statement can&apos;t prove</h2>
          <p className="text-sm text-text-2">
            A log holds what the engine saw, not the venue&apos;s own archive. That a price in it was the
            venue&apos;s, only the venue&apos;s records can show. A liquidation names the risk tiers that it
            was computed from, and the verifier recomputes it from them; whether they were the venue&apos;s at
            that time, only the venue&apos;s published table shows. A log that was rewritten before its first
            anchor, with every figure made to agree, is not detected: until then it is consistent, not
            anchored.
          </p>
        </section>
        <section className="flex flex-col gap-2">
          <h2 className="font-semibold">Daily anchors</h2>
          <p className="text-sm text-text-2">
            Once a day one root over the heads of all logs is published here for good. A statement carries the
            path from its log to a root: a log that was changed, cut or extended before that day does not lead
            to it. The whole list is at{" "}
            <a href="/api/anchors" className="underline">
              /api/anchors
            </a>
            ; keep a copy to verify offline.
          </p>
          {anchors.length === 0 ? (
            <p className="text-sm text-text-3">The first anchor is made at the end of the first day.</p>
          ) : (
            <ul className="flex flex-col gap-1 text-xs">
              {anchors.map(({ day, root, portfolios, events }) => (
                <li key={day} className="flex flex-wrap gap-x-3 border-t py-1">
                  <span className="num">{day}</span>
                  <code className="num break-all text-text-2">{root}</code>
                  <span className="text-text-3">
                    {portfolios} logs, {events} events
                  </span>
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </SiteFrame>
  );
}
