/** One thing that was put right, or could not be. */
export interface Repair {
  readonly kind: "lock" | "adopted" | "cleared" | "uninstalled" | "rolled-back" | "unknown";
  /** The resource; absent for the stack's lock. */
  readonly urn?: string;
  /** One line for the user. */
  readonly text: string;
}
