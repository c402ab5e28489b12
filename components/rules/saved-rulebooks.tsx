import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { StartButton } from "@/components/challenge/start-button";
import { DeleteRulebookButton } from "@/components/rules/delete-rulebook-button";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { RulebookDto } from "@/lib/schemas/challenge/own-rules";

/** A trader's saved rulebooks, each to open, to practise under and to delete. */
export function SavedRulebooks({ rulebooks }: { rulebooks: readonly RulebookDto[] }) {
  const t = useTranslations("rules.mine");
  const formats = formatsOf(useLocale());
  return (
    <ul className="flex flex-col">
      {rulebooks.map(({ id, name, createdAt }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t py-2 first:border-t-0">
          <Link href={`/rules/mine?rulebook=${id}`} className="rounded py-1 font-medium hover:underline">
            {name}
          </Link>
          <span className="num text-text-3 text-xs">
            {t("savedOn", { day: formats.day(createdAt.slice(0, 10)) })}
          </span>
          <span className="ml-auto flex flex-wrap gap-2">
            <StartButton label={t("practise", { name })} body={{ rulebookId: id }} />
            <DeleteRulebookButton id={id} name={name} />
          </span>
        </li>
      ))}
    </ul>
  );
}
