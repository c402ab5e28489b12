"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { openEventStream } from "@/lib/client/stream/open-event-stream";
import { StreamConnection } from "@/lib/client/stream/stream-connection";
import type { CompetitionDto, StandingsResponse } from "@/lib/schemas/challenge/competitions";

/** The table of a competition from the stream, beginning with `first`. The page is made again when its status changes. */
export function useStandings(
  { id, status }: Pick<CompetitionDto, "id" | "status">,
  first: StandingsResponse,
): StandingsResponse {
  const router = useRouter();
  const [standings, setStandings] = useState<StandingsResponse | null>(null);
  const isOver = status === "ENDED";
  useEffect(() => {
    if (isOver) return;
    const connection = new StreamConnection({
      open: openEventStream,
      resolve: (target) => target,
      onEvents: (_, events) => {
        const newest = events.findLast(({ name }) => name === "standings");
        if (newest) setStandings(JSON.parse(newest.data));
      },
      onBytes: () => {},
      onState: () => {},
      onReject: () => {},
    });
    connection.setTarget(`/api/stream?competition=${id}`);
    return () => connection.setTarget(null);
  }, [id, isOver]);
  const newStatus = standings?.status ?? status;
  useEffect(() => {
    if (newStatus !== status) router.refresh();
  }, [newStatus, status, router]);
  return isOver ? first : (standings ?? first);
}
