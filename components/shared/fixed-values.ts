import type { ChartName } from "./pinned-charts";

/** A value of a chart that cannot change as it likes after the chart was installed. */
export interface FixedValue {
  readonly chart: ChartName;
  /** Dotted key of the value; items of lists by their index: `volume.dataDirs.0.size`. */
  readonly key: string;
  /** Which change is refused: each one, or one to a smaller size or number. */
  readonly refused: "change" | "decrease";
  /** The typed input that decides the value. */
  readonly path: string;
  /** Why the change is refused: a sentence. */
  readonly why: string;
}

/** The values of a component's charts that `mlplatform up` compares with the installed ones. */
export interface FixedValues {
  /** Type token of the component that installs the charts. */
  readonly component: string;
  readonly values: readonly FixedValue[];
}
