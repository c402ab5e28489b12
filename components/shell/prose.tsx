import Markdown from "react-markdown";
import remarkGfm from "remark-gfm";

/** Renders Markdown. HTML in it is shown as text, never executed. */
export function Prose({ markdown }: { markdown: string }) {
  return (
    <div className="prose">
      <Markdown remarkPlugins={[remarkGfm]}>{markdown}</Markdown>
    </div>
  );
}
