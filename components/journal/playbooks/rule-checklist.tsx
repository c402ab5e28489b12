import { useTranslations } from "next-intl";
import type { PlaybookDto } from "@/lib/schemas/journal-responses";

/** The rules of a playbook, each with a box named "rule"; those of `kept` are ticked at first. */
export function RuleChecklist({
  playbook,
  kept,
  onTouch,
}: {
  playbook: PlaybookDto;
  kept: readonly string[];
  onTouch: () => void;
}) {
  const t = useTranslations("journal.form");
  return (
    <fieldset className="flex flex-col gap-2 rounded border p-3" onChange={onTouch}>
      <legend className="px-1 font-medium text-[13px]">{t("checklist", { playbook: playbook.name })}</legend>
      {playbook.description && (
        <p className="max-w-prose whitespace-pre-line text-text-2 text-xs">{playbook.description}</p>
      )}
      {playbook.rules.map((rule) => (
        <label key={rule} className="flex items-start gap-2 text-sm">
          <input
            type="checkbox"
            name="rule"
            value={rule}
            defaultChecked={kept.includes(rule)}
            className="mt-1 accent-accent"
          />
          {rule}
        </label>
      ))}
      <p className="text-text-3 text-xs">{t("checklistNote")}</p>
    </fieldset>
  );
}
