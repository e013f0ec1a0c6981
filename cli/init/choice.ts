import { starterOf, type StarterSetting, type TargetStarter } from "../../components/targets/starter";
import { operationsOf } from "../../components/targets/operations";
import { sdksOf } from "../../components/targets/target";
import { addOnOf, type AddOn } from "./add-on";

/** A value of a config key. */
export type SettingValue = string | boolean | readonly string[];

/** What a new project is to contain. */
export interface Choice {
  /** Name of the project. */
  readonly name: string;
  readonly description: string;
  readonly target: string;
  readonly addOns: readonly string[];
  /** Values of config keys, as the user gave them. */
  readonly values: Readonly<Record<string, SettingValue>>;
}

/** A choice with the data of its target and its add-ons. */
export interface Chosen extends Choice {
  readonly starter: TargetStarter;
  readonly parts: readonly AddOn[];
  /** The first parts of the hosts behind the gateway. */
  readonly hosts: readonly string[];
  /** The config keys of the project. */
  readonly settings: readonly StarterSetting[];
  /** Packages that the project needs besides this one and Pulumi's own. */
  readonly packages: readonly string[];
  /** Name of the block of the object store: `s3`. */
  readonly objectStore: string;
  readonly createsCluster: boolean;
}

/** A project with a gateway for hosts has a domain. */
const DOMAIN: StarterSetting = {
  key: "domain",
  type: "string",
  description: "Domain of the hosts behind the gateway",
  preset: "mlplatform.test",
  asked: true,
  form: /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/,
};

/** Every cluster keeps objects somewhere: in a bucket of its cloud, or else in the cluster itself. */
const OWN_OBJECT_STORE = "seaweedFs";

/** Looks up what was chosen. */
export function chosen(choice: Choice): Chosen {
  const { target, addOns } = choice;
  const [starter, { objectStore = OWN_OBJECT_STORE, createsCluster = true }] = [
    starterOf(target),
    operationsOf(target),
  ];
  const parts = addOns.map(addOnOf);
  const hosts = parts.flatMap(({ host }) => host ?? []);
  return {
    ...choice,
    starter,
    parts,
    hosts,
    settings: settingsOf(target, addOns),
    packages: [...new Set([...sdksOf(target), ...parts.flatMap(({ packages = [] }) => packages)])],
    objectStore,
    createsCluster,
  };
}

/** The config keys of a project, those of its target first. */
export function settingsOf(target: string, addOns: readonly string[]): StarterSetting[] {
  const parts = addOns.map(addOnOf);
  return [
    ...starterOf(target).config,
    ...(parts.some(({ host }) => host !== undefined) ? [DOMAIN] : []),
    ...new Set(parts.flatMap(({ config = [] }) => config)),
  ];
}

/** The value of a config key in the stack `dev`, if it is not that of every stack. */
export function valueInStack({ values }: Choice, { key, preset, placeholder }: StarterSetting): unknown {
  const given = values[key];
  return given === undefined ? placeholder : given === preset ? undefined : given;
}

/** The config keys whose value only the user knows, and has not said. */
export const unanswered = ({ settings, values }: Chosen): StarterSetting[] =>
  settings.filter(({ key, placeholder }) => placeholder !== undefined && values[key] === undefined);
