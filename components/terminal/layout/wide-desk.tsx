"use client";

import { ChartGrid } from "@/components/terminal/chart/grid/chart-grid";
import type { DeskProps } from "@/components/terminal/layout/desk-props";
import { deskPanels } from "@/components/terminal/layout/panels/desk-panels";
import { LazyArrangeBar, PlacePane, useArranging } from "@/components/terminal/layout/panels/place-panels";
import { Panes, RestPane } from "@/components/terminal/layout/panes/panes";
import { usePersisted } from "@/lib/client/persisted";

/** Charts with panels on both sides, over more panels; at the right edge panels of full height. */
export function WideDesk(props: DeskProps) {
  const { places } = usePersisted(deskPanels);
  const isArranging = useArranging();
  return (
    <Panes className="flex-1">
      <RestPane least={640}>
        <Panes isColumn>
          <RestPane isColumn least={260}>
            <Panes>
              <PlacePane
                id="left"
                place="left"
                panels={places.left}
                initial={246}
                least={180}
                most={420}
                divider="after"
                desk={props}
              />
              <RestPane least={320} isFramed>
                <ChartGrid
                  instrument={props.instrument}
                  userId={props.viewer?.id ?? null}
                  onOpenPicker={props.onOpenPicker}
                />
                {isArranging && <LazyArrangeBar />}
              </RestPane>
              <PlacePane
                id="right"
                place="right"
                panels={places.right}
                initial={236}
                least={190}
                most={420}
                divider="before"
                desk={props}
              />
            </Panes>
          </RestPane>
          <PlacePane
            id="bottom"
            place="bottom"
            panels={places.bottom}
            isColumn
            initial={30}
            least={90}
            divider="before"
            desk={props}
          />
        </Panes>
      </RestPane>
      <PlacePane
        id="side"
        place="side"
        panels={places.side}
        initial={296}
        least={180}
        most={420}
        divider="before"
        desk={props}
      />
    </Panes>
  );
}
