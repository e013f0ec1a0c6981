import { version } from "@pulumi/command/package.json";
import { resolve } from "node:path";
import { type ProviderPlugin, standInPlugin } from "../plugin";

/**
 * The stand-in of the command provider.
 * @param sshClient the program that runs remote commands. @default the stand-in refuses them
 */
export const commandPlugin = (sshClient?: string): ProviderPlugin =>
  standInPlugin("command", resolve(__dirname, "main.ts"), {
    MLPLATFORM_PROVIDER_VERSION: version,
    ...(sshClient !== undefined && { MLPLATFORM_SSH_CLIENT: sshClient }),
  });
