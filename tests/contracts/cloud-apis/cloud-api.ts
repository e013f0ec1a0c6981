import { readdirSync } from "node:fs";
import * as path from "node:path";
import type { Deployed } from "../../helpers/deploy";
import type { ApiModel } from "./request-problems";
import type { ResourceMappings, SentResource } from "./requests";

/** A plan whose requests are checked besides those of the programs. */
export interface SamplePlan {
  readonly title: string;
  readonly plan: () => Promise<Deployed>;
}

/** A resource that the API refuses, and what the check must say of it. */
export interface PlantedError {
  readonly title: string;
  readonly type: string;
  /** @default ml */
  readonly name?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly problems: readonly string[];
}

/** A check of what all plans emit together. */
export interface Review {
  readonly title: string;
  /** One line for each problem. */
  readonly problems: (resources: readonly SentResource[], suite: Mocha.Context) => Promise<string[]>;
}

/** What the tests must know of one cloud. `<cloud>/index.ts` exports one as `cloud`. */
export interface CloudApi {
  /** The packages of Pulumi whose resources become requests to this cloud: `["aws", "eks"]`. */
  readonly packages: readonly string[];
  readonly mappings: ResourceMappings;
  /** Reads the description of the API out of a package, which is downloaded if it is missing. */
  model(suite: Mocha.Context): Promise<ApiModel>;
  /** At least every option of the target once. */
  readonly samples: readonly SamplePlan[];
  readonly plantedErrors: readonly PlantedError[];
  readonly reviews?: readonly Review[];
}

/** The clouds by name. Each folder here is one. */
export const clouds: ReadonlyMap<string, CloudApi> = new Map(
  readdirSync(__dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by its name
      const { cloud } = require(path.join(__dirname, name)) as { cloud: CloudApi };
      return [name, cloud];
    }),
);
