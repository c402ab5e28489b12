import { useLocale, useTranslations } from "next-intl";
import { RemoveComment } from "@/components/journal/coach/remove-comment";
import { PageMessages } from "@/components/shell/page-messages";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { CoachCommentDto } from "@/lib/schemas/coach";

/** What coaches wrote about a trade or a day; nothing without a comment. `isOwn`: to the trader, who may remove it. */
export function CoachComments(props: { comments: readonly CoachCommentDto[]; isOwn?: boolean }) {
  const { comments, isOwn = false } = props;
  const t = useTranslations("journal.coach");
  const formats = formatsOf(useLocale());
  if (comments.length === 0) return null;
  return (
    <ul aria-label={t("comments")} className="flex flex-col gap-2 border-l-2 border-accent pl-3">
      {comments.map(({ id, author, text, createdAt }) => (
        <li key={id} className="text-sm">
          <p className="whitespace-pre-line break-words">{text}</p>
          <p className="text-text-3 text-xs">
            {t("by", { author, time: formats.minute(Date.parse(createdAt)) })}
          </p>
          {isOwn && (
            <PageMessages areas={["journal.coach"]}>
              <RemoveComment id={id} author={author} />
            </PageMessages>
          )}
        </li>
      ))}
    </ul>
  );
}
