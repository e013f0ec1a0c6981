/** A part of a report as a table. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** Sentences below it. */
  readonly notes: readonly string[];
  /** What stands in place of a table without rows. */
  readonly none: string;
  /** True for a table that most readers do not need, so that it can be folded away. @default false */
  readonly folded?: boolean;
}

/** A line of a table. */
export interface Row {
  /** As many texts as the table has columns. */
  readonly cells: readonly string[];
  /** The resource that the row is about. */
  readonly urn?: string;
  /** True if a reader must not overlook it. @default false */
  readonly alarm?: boolean;
}
