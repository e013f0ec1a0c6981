import { readdirSync } from "node:fs";
import path from "node:path";
import type { StarterSetting } from "../../components/targets/starter";

const FOLDER = path.join(__dirname, "add-ons");

/** What a new project gets with an add-on: plain data. Each file in add-ons/ exports one as `addOn`. */
export interface AddOn {
  /** The add-on in a few words, for the list of add-ons. */
  readonly title: string;
  /** Whether a new project has it unless add-ons are named. @default false */
  readonly byDefault?: boolean;
  /** What the code imports from `pulumi-mlplatform`. */
  readonly imports: readonly string[];
  /** The first part of the host behind the gateway: `models` for `models.example.org`. @default it has no host */
  readonly host?: string;
  /** Statements, as Prettier formats them. `{objectStore}` is the block of the target's object store, such as `s3`. */
  readonly code: string;
  /** Outputs of the program by name, each with its expression. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Packages that it needs besides those of the target, all of them dependencies of this package. @default none */
  readonly packages?: readonly string[];
  /** The config keys that `code` reads, besides `domain`. @default none */
  readonly config?: readonly StarterSetting[];
  /** What the README of the project says about it, in Markdown. `{host}` is the whole host. */
  readonly readme: string;
}

/** The names of all add-ons: the files in add-ons/, also where they are built. */
export const addOnNames = (): string[] => {
  const names = readdirSync(FOLDER).flatMap((file) => /^([a-z][a-z0-9-]*)\.[jt]s$/.exec(file)?.[1] ?? []);
  return [...new Set(names)].sort();
};

export const addOnOf = (name: string): AddOn =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by its name
  (require(path.join(FOLDER, name)) as { addOn: AddOn }).addOn;

/** The config key of every add-on that keeps data. A cluster cannot be destroyed together with data that is to be kept. */
export const DELETE_DATA: StarterSetting = {
  key: "deleteData",
  type: "boolean",
  description: "Whether a destroy deletes the data of the add-ons; set it, and run up, before you destroy the cluster",
  preset: false,
};
