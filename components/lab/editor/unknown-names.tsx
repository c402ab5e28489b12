import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { findUnknownNames, type UnknownName } from "@/components/lab/editor/find-unknown-names";

/** Typing pauses so long, in ms, before the text is read. */
const PAUSE_MS = 400;
const SHOWN = 5;

/** Names of the text that a run would not find, with their lines. */
export function UnknownNames({ text }: { text: string }) {
  const t = useTranslations("lab.editor");
  const [names, setNames] = useState<readonly UnknownName[]>([]);
  useEffect(() => {
    const timer = setTimeout(() => setNames(findUnknownNames(text)), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <ul aria-live="polite" className="flex flex-col gap-1 text-warn text-xs empty:hidden">
      {names.slice(0, SHOWN).map(({ line, name, hint }) => (
        <li key={`${line} ${name}`}>
          {hint === null
            ? t("unknown", { line: String(line), name })
            : t("unknownHint", { line: String(line), name, hint })}
        </li>
      ))}
      {names.length > SHOWN && <li>{t("unknownMore", { count: names.length - SHOWN })}</li>}
    </ul>
  );
}
