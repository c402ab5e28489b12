import { practiceIdOf } from "@/lib/accounts/open-practice";
import { MOODS } from "@/lib/core/stats/breakdown";
import { listPlaybooksOf } from "@/lib/db/journal/playbooks";
import { annotateEntry } from "@/lib/journal/annotate-entry";
import { listEntries } from "@/lib/journal/list-entries";
import { savePlaybook } from "@/lib/journal/save-playbook";

const PLAYBOOKS = [
  {
    name: "Pullback",
    description: "Enter with the trend after a return to the moving average of the hour.",
    rules: ["The trend of the 4-hour chart agrees", "Waited for a candle to close", "Risk of at most 1%"],
  },
  {
    name: "Range edge",
    description: "Fade the edge of a range that has held for a day.",
    rules: [
      "Two touches of the edge before",
      "Stop outside the range",
      "Target in the middle",
      "No data release ahead",
    ],
  },
] as const;
const NOTES = ["Waited for the close, entered on the retest.", "Entered early; the stop was too near.", ""];

/** Entries that are annotated at once. */
const WIDTH = 8;

/** Playbooks of the demo's trader, attached to the seeded trades with their checklists, once. */
export async function seedJournal(userId: string): Promise<void> {
  if ((await listPlaybooksOf(userId)).length > 0) return;
  for (const { rules, ...playbook } of PLAYBOOKS)
    await savePlaybook(userId, { ...playbook, rules: [...rules] });
  const { entries } = await listEntries(userId, { portfolioId: practiceIdOf(userId), limit: 200 });
  const rest = [...entries.entries()].values();
  const lane = async () => {
    for (const [index, entry] of rest) await annotate(userId, index, entry);
  };
  await Promise.all(Array.from({ length: WIDTH }, lane));
}

async function annotate(
  userId: string,
  index: number,
  { id, net }: { id: string; net: string },
): Promise<void> {
  // Every fifth trade has none.
  const playbook = index % 5 === 4 ? undefined : PLAYBOOKS[index % PLAYBOOKS.length];
  if (playbook === undefined) return;
  const broken = Number(net) > 0 ? index % 7 === 0 : index % 3 !== 0;
  await annotateEntry(userId, id, {
    setup: playbook.name,
    rulesKept: playbook.rules.filter((_, rule) => !broken || rule !== index % playbook.rules.length),
    notes: NOTES[index % NOTES.length],
    rating: broken ? 2 : 4,
    moodBefore: MOODS[(index * 3) % MOODS.length],
    moodAfter: MOODS[(index + (Number(net) > 0 ? 3 : 1)) % MOODS.length],
  });
}
