import * as config from "@pulumi/azure-native/config";
import type { Problem } from "../../shared/invalid-args";
import { settingProblems, settingsOf, type Settings, type StackSettings } from "../../shared/stack-settings";

const read = config as unknown as Readonly<Record<string, unknown>>;

const known: StackSettings = {
  pkg: "azure-native",
  readers: Object.fromEntries(Object.keys(config).map((name) => [name, () => read[name]])),
  renamed: {},
  secrets: ["oidcToken", "oidcRequestToken"],
};

/** The values of `azure-native:…` in the stack's config. */
export const stackSettings = (): Settings => settingsOf(known);

/** What is wrong with them. */
export const stackSettingProblems = (): Problem[] => settingProblems(known);

/** The region of the stack's config. */
export const ambientLocation = (): string | undefined => config.location ?? undefined;
