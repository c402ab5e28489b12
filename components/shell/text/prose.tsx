import type { ReactNode } from "react";
import Markdown from "react-markdown";
import remarkGfm from "remark-gfm";

/** Renders Markdown. HTML in it is shown as text, never executed. */
export function Prose({ markdown }: { markdown: string }) {
  return (
    <div className="prose">
      <Markdown remarkPlugins={[remarkGfm]} components={{ pre: Listing }}>
        {markdown}
      </Markdown>
    </div>
  );
}

/** Focusable, so that a keyboard can scroll it. */
function Listing({ children }: { children?: ReactNode }) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region
  return <pre tabIndex={0}>{children}</pre>;
}
