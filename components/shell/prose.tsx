import Markdown from "react-markdown";
import remarkGfm from "remark-gfm";

/** Markdown as a readable text. HTML in it is shown as text, never run. */
export function Prose({ markdown }: { markdown: string }) {
  return (
    <div className="prose">
      <Markdown remarkPlugins={[remarkGfm]}>{markdown}</Markdown>
    </div>
  );
}
