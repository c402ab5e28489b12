/** What is shown while panels are moved, as one chunk. */
export { ArrangeBar } from "@/components/terminal/layout/panels/arrange-bar";
export { PlaceEditor } from "@/components/terminal/layout/panels/place-editor";
