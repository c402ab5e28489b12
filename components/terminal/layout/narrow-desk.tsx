"use client";

import { ChartGrid } from "@/components/terminal/chart/grid/chart-grid";
import type { DeskProps } from "@/components/terminal/layout/desk-props";
import { deskPanels } from "@/components/terminal/layout/panels/desk-panels";
import { LazyArrangeBar, PlacePane, useArranging } from "@/components/terminal/layout/panels/place-panels";
import { Panes, RestPane } from "@/components/terminal/layout/panes/panes";
import { usePersisted } from "@/lib/client/persisted";

/** Two columns: charts over what is under them, and all other panels behind tabs. */
export function NarrowDesk(props: DeskProps) {
  const { left, right, bottom, side } = usePersisted(deskPanels).places;
  const isArranging = useArranging();
  return (
    <Panes className="flex-1">
      <RestPane least={380}>
        <Panes isColumn>
          <RestPane isColumn least={220} isFramed>
            <ChartGrid
              instrument={props.instrument}
              userId={props.viewer?.id ?? null}
              onOpenPicker={props.onOpenPicker}
            />
            {isArranging && <LazyArrangeBar />}
          </RestPane>
          <PlacePane
            id="narrow-bottom"
            place="bottom"
            panels={bottom}
            isColumn
            initial={38}
            least={100}
            divider="before"
            desk={props}
          />
        </Panes>
      </RestPane>
      <PlacePane
        id="narrow-side"
        place="side"
        panels={[...side, ...right, ...left]}
        initial={292}
        least={264}
        most={420}
        divider="before"
        desk={props}
      />
    </Panes>
  );
}
