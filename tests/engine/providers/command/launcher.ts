import { version } from "@pulumi/command/package.json";
import { resolve } from "node:path";
import { type ProviderPlugin, standInPlugin } from "../plugin";

/** The stand-in of the command provider. */
export const commandPlugin = (): ProviderPlugin =>
  standInPlugin("command", resolve(__dirname, "main.ts"), { MLPLATFORM_PROVIDER_VERSION: version });
