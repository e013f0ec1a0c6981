import * as config from "@pulumi/gcp/config";
import type { Problem } from "../../shared/invalid-args";
import { settingProblems, settingsOf, type Settings, type StackSettings } from "../../shared/stack-settings";

const read = config as unknown as Readonly<Record<string, unknown>>;

const known: StackSettings = {
  pkg: "gcp",
  readers: Object.fromEntries(Object.keys(config).map((name) => [name, () => read[name]])),
  renamed: {},
  // One for each of Google's APIs.
  unlisted: /CustomEndpoint$/,
  secrets: ["credentials", "externalCredentials"],
};

/** The values of `gcp:…` in the stack's config. */
export const stackSettings = (): Settings => settingsOf(known);

/** What is wrong with them. */
export const stackSettingProblems = (): Problem[] => settingProblems(known);

/** The project of the stack's config or of the environment. */
export const ambientProject = (): string | undefined => config.project ?? undefined;

/** The region of the stack's config or of the environment. */
export const ambientRegion = (): string | undefined => config.region ?? undefined;
