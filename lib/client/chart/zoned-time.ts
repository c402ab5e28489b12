/** A point of time in a zone, for the chart's axis, its crosshair and its legend. */
export type ZonedTime = {
  /** Date and minute, "2026-11-23 14:05". */
  formatMinute: (timeMs: number) => string;
  /**
   * A label of the axis: a date at midnight and for candles of a day and more, else the time. The chart places its
   * labels by UTC, so that a day's first one is elsewhere in other zones.
   */
  formatTick: (timeMs: number, tick: { unit: TickUnit; isDaily: boolean }) => string;
  /** The zone's short name at an instant, "UTC", "GMT+1" or "EST". */
  formatZone: (timeMs: number) => string;
};

/** The unit that begins at a label of the axis. */
type TickUnit = "year" | "month" | "day" | "time";

/** Formatters of one zone, an IANA name. */
export function createZonedTime(zone: string): ZonedTime {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  const monthName = new Intl.DateTimeFormat("en-US", { timeZone: zone, month: "short" });
  const zoneName = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "short" });
  const read = (timeMs: number) => {
    const parts = Object.fromEntries(format.formatToParts(timeMs).map(({ type, value }) => [type, value]));
    return { ...parts, time: `${parts.hour}:${parts.minute}` } as Record<
      "year" | "month" | "day" | "time",
      string
    >;
  };
  return {
    formatMinute: (timeMs) => {
      const { year, month, day, time } = read(timeMs);
      return `${year}-${month}-${day} ${time}`;
    },
    formatTick: (timeMs, { unit, isDaily }) => {
      // A candle of a day or more is named by its date in UTC, whatever the zone.
      const { year, day, time } = isDaily ? readUtc(timeMs) : read(timeMs);
      if (!isDaily && time !== "00:00") return time;
      if (unit === "year") return year;
      const month = isDaily ? UTC_MONTH.format(timeMs) : monthName.format(timeMs);
      return unit === "month" ? month : `${Number(day)} ${month}`;
    },
    formatZone: (timeMs) =>
      zoneName.formatToParts(timeMs).find(({ type }) => type === "timeZoneName")?.value ?? zone,
  };
}

const UTC_MONTH = new Intl.DateTimeFormat("en-US", { timeZone: "UTC", month: "short" });

function readUtc(timeMs: number) {
  const text = new Date(timeMs).toISOString();
  return { year: text.slice(0, 4), day: text.slice(8, 10), time: text.slice(11, 16) };
}
