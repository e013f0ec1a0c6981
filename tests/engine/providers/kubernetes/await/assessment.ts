import type { Properties } from "../../property-values";
import type { Cluster, Session } from "../session";

/** How an object is doing at one moment. */
export interface Assessment {
  ready: boolean;
  /** The object as it is now. */
  live: Properties;
  /** What is missing, for the error when time runs out. */
  problems: string[];
  /** Passing lines for the user. */
  progress?: { severity: "info" | "warning"; message: string }[];
  /** It cannot get ready any more. */
  hopeless?: boolean;
}

/** What a kind's readiness is judged from. */
export interface Subject {
  session: Session;
  cluster: Cluster;
  /** The object as the last write returned it. */
  outputs: Properties;
  /** The object before an update; absent after a create. */
  before?: Properties;
  /** One look instead of a wait: nothing will settle any more. */
  atOnce: boolean;
}

/** Looks at the object again. Each wait has its own, because some remember what they saw. */
export type Assess = () => Promise<Assessment>;

/** Makes the judge of one kind. */
export type Judge = (subject: Subject) => Assess;
