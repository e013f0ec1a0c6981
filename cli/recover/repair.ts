/** One thing that was put right. */
export interface Repair {
  readonly kind: "lock" | "adopted" | "cleared" | "uninstalled" | "rolled-back";
  /** The resource; absent for the stack's lock. */
  readonly urn?: string;
  /** One line for the user. */
  readonly text: string;
}
