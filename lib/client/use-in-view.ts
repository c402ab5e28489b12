import { type RefObject, useEffect, useState } from "react";

/** Whether an element is in view; `initial` until the browser has reported it. */
export function useInView(element: RefObject<Element | null>, initial: boolean): boolean {
  const [isInView, setInView] = useState(initial);
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver((entries) => {
      setInView(entries.at(-1)?.isIntersecting ?? false);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return isInView;
}
