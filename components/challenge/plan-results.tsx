import type { PlanResultDto } from "@/lib/schemas/challenge-answers";

/** The user's own history, evaluated by every plan. */
export function PlanResults({ verdicts }: { verdicts: readonly PlanResultDto[] }) {
  return (
    <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
      {verdicts.map((verdict) => (
        <li key={verdict.planId} className="flex flex-col gap-1 rounded border bg-raised p-3">
          <h3 className="font-medium text-sm">{verdict.planName}</h3>
          <p className="text-sm">{describe(verdict)}</p>
          <p className="text-text-3 text-xs">{verdict.summary}</p>
        </li>
      ))}
    </ul>
  );
}

function describe(verdict: PlanResultDto): string {
  const on = verdict.at?.slice(0, 10);
  switch (verdict.result) {
    case "passed":
      return `✓ Passed on ${on}.`;
    case "failed":
      return `✕ Failed on ${on} by "${verdict.rule}": equity ${Number(verdict.equity).toFixed(2)} under ${Number(verdict.floor).toFixed(2)}.`;
    case "running":
      return `… Still running in phase ${verdict.phase}.`;
    case "no-history":
      return "Trade in practice first, then this tells how it would have gone.";
  }
}
