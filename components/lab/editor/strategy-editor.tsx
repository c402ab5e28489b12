import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { EXAMPLES } from "@/lib/lab/examples/examples";

type Example = (typeof EXAMPLES)[number];
type EditorComponent = typeof import("@/components/lab/editor/code-editor").CodeEditor;

/** The text of a strategy, and examples to begin with. */
export function StrategyEditor(props: {
  text: string;
  onChange: (text: string) => void;
  onExample: (example: Example) => void;
}) {
  const t = useTranslations("lab.editor");
  const [Editor, setEditor] = useState<EditorComponent | null>(null);
  // Loaded when the page has drawn; where that fails, the plain field stays.
  useEffect(() => {
    import("@/components/lab/editor/code-editor").then(
      (module) => setEditor(() => module.CodeEditor),
      () => {},
    );
  }, []);
  return (
    <>
      <fieldset className="flex flex-wrap items-center gap-2">
        <legend className="sr-only">{t("examples")}</legend>
        {EXAMPLES.map((example) => (
          <Button key={example.name} size="sm" variant="outline" onClick={() => props.onExample(example)}>
            {example.name}
          </Button>
        ))}
      </fieldset>
      {Editor === null ? (
        <textarea
          aria-label={t("label")}
          className="num h-96 w-full resize-y rounded border border-line bg-bg p-3 text-xs leading-5"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="off"
          value={props.text}
          onChange={(event) => props.onChange(event.target.value)}
        />
      ) : (
        <Editor text={props.text} label={t("label")} onChange={props.onChange} />
      )}
    </>
  );
}
