import path from "node:path";
import { withSettings, type Setting } from "../../cli/project/config";
import { findProject } from "../../cli/project/project";
import { readStackConfig } from "../../cli/project/stack-config";
import { planStack, type Plan } from "../../cli/plan/plan-program";
import { resolveStack } from "../../cli/project/project-stack";
import { httpsAndDns } from "../plan/https-and-dns";
import { programNames } from "../plan/program-names";

const root = path.resolve(__dirname, "../..");

/** Every recorded stack has this name. It has no config file, so that its config is only what was recorded. */
const STACK = "released";

/** Config by key with its namespace; lists and maps are JSON. */
export type RecordedConfig = Readonly<Record<string, string>>;

const HOSTS: readonly Setting[] = [
  ["hosts", '["models.example.org","hub.example.org"]'],
  ["tls", "selfSigned"],
];
const HUB: Setting = [
  "jupyterHub",
  JSON.stringify({
    host: "hub.example.org",
    login: { sharedPassword: {}, allowAll: true, adminUsers: ["admin"] },
  }),
];
const pachyderm = (inputs: object): Setting => ["pachyderm", JSON.stringify(inputs)];
const SEAWEED_FS = pachyderm({ seaweedFs: {}, service: { type: "ClusterIP" } });

/** By program, what it can also have: HTTPS, DNS, Pachyderm and JupyterHub. */
const MORE: Readonly<Record<string, readonly Setting[]>> = {
  aws: [
    ...(httpsAndDns["aws"] ?? []),
    ["hosts", '["models.example.org","hub.example.org"]'],
    pachyderm({ s3: {} }),
    HUB,
  ],
  azure: [...HOSTS, pachyderm({ azureBlob: {} }), HUB],
  existing: [...(httpsAndDns["existing"] ?? []), ...HOSTS, SEAWEED_FS, HUB],
  gcp: [...HOSTS, pachyderm({ gcs: {} }), HUB],
  k3d: [SEAWEED_FS],
  onprem: [SEAWEED_FS],
};

/**
 * What is recorded of each release: every program with its example stack, and once more with all that its config can add
 * (`<program>-more`).
 */
export function recordedPrograms(): ReadonlyMap<string, RecordedConfig> {
  return new Map(
    programNames.flatMap((program) => {
      const more = MORE[program];
      if (more === undefined) throw new Error(`recorded-programs.ts does not say what the program ${program} can have`);
      return [
        [program, exampleConfig(program, [])],
        [`${program}-more`, exampleConfig(program, more)],
      ] as const;
    }),
  );
}

/** The config of the example stack of a program, with these settings. */
function exampleConfig(program: string, settings: readonly Setting[]): RecordedConfig {
  const project = findProject(root);
  const values = withSettings(project, readStackConfig(project, program).values, settings);
  return Object.fromEntries(
    [...values].map(([key, { content }]) => [key, typeof content === "string" ? content : JSON.stringify(content)]),
  );
}

/** Plans a program of this repository with exactly this config, and the defaults of Pulumi.yaml. */
export const planWith = (config: RecordedConfig): Promise<Plan> =>
  planStack(resolveStack({ cwd: root, stack: STACK, settings: Object.entries(config) }));
