import { version as randomVersion } from "@pulumi/random/package.json";
import type { TestCluster } from "../../cluster";
import type { ProviderPlugin } from "../plugin";
import { randomTable } from "../random/table";
import { Cloud } from "./cloud";
import { CloudServer, type Question } from "./cloud-server";
import type { ClusterCloud } from "./cluster-cloud";
import { Controllers } from "./in-cluster/controllers";
import { cloudProvider } from "./launcher";
import { installProgram, type LoginProgram } from "./program/install";
import { questionsOf } from "./questions";
import type { CloudResource } from "./resource-type";

/** How a test's cloud is made. */
export interface CloudOptions {
  /** What the cloud's cluster hands out; no clusters without it. Best without nodes and load balancers: the cloud makes them. */
  readonly cluster?: Pick<TestCluster, "kubeconfig">;
  /** Milliseconds that stand for the minutes in which clouds and providers wait for what does not come. @default 1500 */
  readonly patience?: number;
}

/** A cloud for tests, the providers that work on it, and the program with which its kubeconfigs log in. */
export interface TestCloud<C extends ClusterCloud> {
  /** What exists, and ways to make trouble. */
  readonly account: C;
  /** Stand-ins of the cloud's providers and of `random`; the stand-in of `kubernetes` comes besides. */
  readonly providers: readonly ProviderPlugin[];
  /** What a stack needs in its environment: where the cloud is, and a PATH with the program. */
  readonly env: Readonly<Record<string, string>>;
  /** Everything that would still be paid for, in words. */
  leftovers(): string[];
  /** Changes the number of nodes of a pool as an autoscaler does. */
  scale(pool: CloudResource, size: number): Promise<void>;
  stop(): Promise<void>;
}

/** What one cloud adds. */
export interface CloudParts<C extends ClusterCloud> {
  readonly account: C;
  /** What its stand-ins of providers ask: `questionsOf` for each of its tables. */
  readonly questions: Readonly<Record<string, Question>>;
  readonly providers: readonly ProviderPlugin[];
  readonly program: LoginProgram;
  /** Further variables of the environment, which may name files in `folder`. It goes with the cloud. */
  readonly environment?: (folder: string) => Promise<Readonly<Record<string, string>>>;
  /** Does once what the cloud's controllers would do now about objects in the cluster. */
  readonly look: () => Promise<void>;
  readonly scale: (pool: CloudResource, size: number) => Promise<void>;
}

/** Starts a cloud in this process. */
export async function startTestCloud<C extends ClusterCloud>(parts: CloudParts<C>): Promise<TestCloud<C>> {
  const { account, questions, providers, program, environment, look, scale } = parts;
  const server = await CloudServer.start({
    ...questions,
    ...questionsOf("random", new Cloud(account.patience), randomTable),
    [`program/${program.name}`]: ({ argv, env }) =>
      Promise.resolve(program.run(argv as string[], env as Readonly<Record<string, string>>)),
  });
  const bin = await installProgram(server.folder, program);
  const others = (await environment?.(server.folder)) ?? {};
  const controllers = new Controllers(look);
  controllers.start();
  return {
    account,
    providers: [...providers, cloudProvider("random", randomVersion)],
    env: { ...others, MLPLATFORM_CLOUD: server.address, PATH: `${bin}:${process.env.PATH ?? ""}` },
    leftovers: () => account.leftovers(),
    scale,
    async stop() {
      await controllers.stop();
      await server.stop();
    },
  };
}
