import { version } from "@pulumi/random/package.json";
import { Cloud } from "../cloud/cloud";
import { CloudServer } from "../cloud/cloud-server";
import { cloudProvider } from "../cloud/launcher";
import { questionsOf } from "../cloud/questions";
import type { ProviderPlugin } from "../plugin";
import { randomTable } from "./table";

/** The stand-in of `random` for a stack without a cloud. */
export interface RandomProvider {
  readonly plugin: ProviderPlugin;
  /** What a stack needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts what the stand-in asks. */
export async function startRandom(): Promise<RandomProvider> {
  const server = await CloudServer.start(questionsOf("random", new Cloud(1500), randomTable));
  return {
    plugin: cloudProvider("random", version),
    env: { MLPLATFORM_CLOUD: server.address },
    stop: () => server.stop(),
  };
}
