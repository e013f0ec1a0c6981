import type { Deployed } from "../../helpers/deploy";
import { clouds, type CloudApi } from "./cloud-api";
import { RequestChecker } from "./request-problems";
import { requestsOf, type SentResource } from "./requests";

/** What no cloud gets: what runs in the cluster or in Pulumi itself, and components of tests. */
const NOT_IN_A_CLOUD = ["command", "kubernetes", "mlplatform", "pulumi", "random", "test"];

/** The resources of a plan that become requests to a cloud. Those that are only read do not. */
export const sentResources = (plan: Deployed): SentResource[] =>
  plan.resources
    .filter(({ type, read }) => !read && !NOT_IN_A_CLOUD.includes(packageOf(type)))
    .map((one) => ({ type: one.type, name: one.name, inputs: plan.revealInputs(one) }));

const packageOf = (type: string): string => type.split(":")[0] ?? "";

/** What a check found, and what it looked at. */
export interface Checked {
  /** One line for each problem, which starts with the name of the resource. */
  readonly problems: readonly string[];
  /** `<type> <input>` for each input that a mapping knows. */
  readonly inputs: ReadonlySet<string>;
}

/** Checks resources against the APIs of their clouds. */
export class PlanChecker {
  readonly #checkers: ReadonlyMap<CloudApi, RequestChecker>;

  private constructor(checkers: ReadonlyMap<CloudApi, RequestChecker>) {
    this.#checkers = checkers;
  }

  /** Skips the suite where a package is missing; see `fromPackage`. */
  static async load(suite: Mocha.Context): Promise<PlanChecker> {
    const checkers = new Map<CloudApi, RequestChecker>();
    for (const cloud of clouds.values()) checkers.set(cloud, new RequestChecker(await cloud.model(suite)));
    return new PlanChecker(checkers);
  }

  check(resources: readonly SentResource[]): Checked {
    const inputs = new Set<string>();
    const problems = resources.flatMap((resource) =>
      this.#problemsOf(resource, inputs).map((problem) => `${resource.name}: ${problem}`),
    );
    return { problems, inputs };
  }

  #problemsOf(resource: SentResource, inputs: Set<string>): string[] {
    const { type } = resource;
    const [cloud, checker] = [...this.#checkers].find(([{ packages }]) => packages.includes(packageOf(type))) ?? [];
    if (cloud === undefined || checker === undefined) return [`no cloud has the package of ${type}`];
    const mapping = cloud.mappings[type];
    if (mapping === undefined) return [`${type} has no mapping`];
    const { requests, unmapped, mapped } = requestsOf(resource, mapping);
    for (const input of mapped) inputs.add(`${type} ${input}`);
    return [
      ...unmapped.map((input) => `the mapping of ${type} has no input ${input}`),
      ...requests.flatMap((request) => checker.problems(request)),
    ];
  }
}

/** `<type> <input>` for each input of the mappings. */
export const mappedInputs = ({ mappings }: CloudApi): string[] =>
  Object.entries(mappings).flatMap(([type, { requests, notSent = {} }]) => {
    const sent = requests.flatMap(({ fields, of }) =>
      Object.keys(fields).map((input) => (of === undefined ? input : `${of}.${input}`)),
    );
    return [...new Set([...sent, ...Object.keys(notSent)])].map((input) => `${type} ${input}`);
  });
