import { useTranslations } from "next-intl";
import { PlaybookEditor } from "@/components/journal/playbooks/playbook-editor";
import { PlaybookTable } from "@/components/journal/playbooks/playbook-table";
import { Panel } from "@/components/shell/panel";
import type { JournalFilter } from "@/lib/schemas/journal";
import type { PlaybookDto, PlaybookRowDto } from "@/lib/schemas/journal-responses";

/** The results by playbook, and the playbooks themselves. */
export function PlaybooksTab(props: {
  rows: readonly PlaybookRowDto[];
  playbooks: readonly PlaybookDto[];
  filter: JournalFilter;
}) {
  const t = useTranslations("journal.playbooks");
  const { rows, playbooks, filter } = props;
  return (
    <>
      <Panel title={t("results")} note={t("resultsNote")}>
        {rows.length === 0 ? (
          <p className="py-6 text-center text-sm text-text-2">{t("empty")}</p>
        ) : (
          <>
            <PlaybookTable rows={rows} filter={filter} />
            <p className="text-text-3 text-xs">{t("definitions")}</p>
          </>
        )}
      </Panel>
      <Panel title={t("own")} note={t("ownNote")} className="print:hidden">
        <div className="flex flex-col">
          {playbooks.map((playbook) => (
            <details key={playbook.id} className="border-b py-2">
              <summary className="cursor-pointer rounded text-sm">
                {playbook.name}{" "}
                <span className="text-text-3 text-xs">{t("rules", { count: playbook.rules.length })}</span>
              </summary>
              <PlaybookEditor playbook={playbook} />
            </details>
          ))}
          <details className="py-2" open={playbooks.length === 0}>
            <summary className="cursor-pointer rounded text-accent text-sm">{t("add")}</summary>
            <PlaybookEditor key={playbooks.length} />
          </details>
        </div>
      </Panel>
    </>
  );
}
