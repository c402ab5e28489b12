"use client";

import { type ComponentType, useEffect, useSyncExternalStore } from "react";
import { LazyFailure } from "@/components/ui/lazy/lazy-failure";
import { createLazyLoader } from "@/lib/client/lazy-loader";

type Options = {
  /** Shown while the code is loading. */
  loading?: ComponentType;
  /**
   * Where a failure is shown: in the part's place, in a corner of the page for what opens over it, or nowhere
   * for what nobody waits for.
   */
  failure: "inline" | "corner" | "hidden";
};

/**
 * A component whose code is loaded when it is first rendered, in the browser. A failure stays inside the part:
 * it is loaded again by itself and by a press.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { loading: Loading, failure }: Options,
): ComponentType<Props> {
  const loader = createLazyLoader(load);
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, never while rendering
  return function LazyPart(props: Props) {
    const { value: Part, hasFailed } = useSyncExternalStore(loader.subscribe, loader.read, loader.readFirst);
    useEffect(loader.want, []);
    if (Part) return <Part {...props} />;
    if (hasFailed && failure !== "hidden") return <LazyFailure place={failure} onRetry={loader.retry} />;
    return Loading ? <Loading /> : null;
  };
}
