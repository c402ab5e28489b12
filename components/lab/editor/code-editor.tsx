"use client";

import { autocompletion, type CompletionContext, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import { COMPLETIONS } from "@/components/lab/editor/completions";
import { UnknownNames } from "@/components/lab/editor/unknown-names";

/** Colours and fonts of the page; the rest of the look is CodeMirror's. */
const LOOK = EditorView.theme({
  "&": { height: "24rem", fontSize: "12px", backgroundColor: "var(--bg)", color: "var(--text)" },
  ".cm-scroller": { fontFamily: "var(--font-geist-mono), ui-monospace, monospace", lineHeight: "20px" },
  ".cm-gutters": { backgroundColor: "var(--bg)", color: "var(--text-3)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--hover)" },
  ".cm-tooltip": { backgroundColor: "var(--panel)", color: "var(--text)", border: "1px solid var(--line)" },
  "&.cm-focused .cm-cursor": { borderLeftColor: "var(--text)" },
});

const HIGHLIGHT = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.controlKeyword], color: "var(--accent)" },
  { tag: [tags.string, tags.number, tags.bool, tags.null], color: "var(--warn)" },
  { tag: tags.comment, color: "var(--text-3)" },
  { tag: [tags.className, tags.typeName, tags.function(tags.propertyName)], fontWeight: "600" },
]);

/** Names of the strategy's API that begin with what stands before the cursor. */
function complete(context: CompletionContext) {
  const word = context.matchBefore(/[\w.]+/);
  if (word === null || (word.from === word.to && !context.explicit)) return null;
  return { from: word.from, options: [...COMPLETIONS], validFor: /^[\w.]*$/ };
}

/** An editor for TypeScript with completion of the strategy's API. Loaded when the lab's page has drawn. */
export function CodeEditor(props: { text: string; label: string; onChange: (text: string) => void }) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (place.current === null) return;
    const { text, label } = latest.current;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          syntaxHighlighting(HIGHLIGHT),
          javascript({ typescript: true }),
          autocompletion({ override: [complete] }),
          // Without Tab for indenting: the keyboard would not get out of the editor.
          keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
          // The region around it scrolls: named as a tab stop, so that it is known to have one.
          EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
          LOOK,
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  // An example replaces the text from outside; what is typed here is the editor's already.
  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === props.text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: props.text } });
  }, [props.text]);

  return (
    <>
      <div ref={place} className="overflow-hidden rounded border border-line" />
      <UnknownNames text={props.text} />
    </>
  );
}
