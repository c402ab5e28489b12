import { getNotificationStore, type NewNotifications } from "@/lib/client/alerts/notification-store";
import { getPortfolioStore, type PortfolioNotification } from "@/lib/client/portfolio/portfolio-store";

const earlyEvents = createCollection<PortfolioNotification>();
const earlyAlerts = createCollection<NewNotifications>();

/**
 * Keeps what happens until the part that shows it is loaded; `onFirst` is called for each. Returns the function that
 * ends it.
 */
export function collectEarlyNotifications(onFirst: () => void): () => void {
  earlyEvents.start((keep) => getPortfolioStore().subscribeEvents(keep), onFirst);
  earlyAlerts.start((keep) => getNotificationStore().subscribeNew(keep), onFirst);
  return () => {
    earlyEvents.take();
    earlyAlerts.take();
  };
}

/** The events that were kept; from now on the caller subscribes for itself. */
export const takeEarlyEvents = earlyEvents.take;
/** The same for alerts. */
export const takeEarlyAlerts = earlyAlerts.take;

function createCollection<T>() {
  let kept: T[] = [];
  let stop = () => {};
  return {
    start: (subscribe: (keep: (one: T) => void) => () => void, onEach: () => void) => {
      stop = subscribe((one) => {
        kept.push(one);
        onEach();
      });
    },
    take: (): T[] => {
      const taken = kept;
      kept = [];
      stop();
      return taken;
    },
  };
}
