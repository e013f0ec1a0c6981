import { jupyterHubFixedValues } from "../../components/jupyter-hub/fixed-values";
import { pachydermFixedValues } from "../../components/pachyderm-store/fixed-values";
import type { FixedValue, FixedValues } from "../../components/shared/fixed-values";
import { amount } from "../../components/shared/quantity";
import { shown } from "../../components/shared/shown";
import type { PlanGraph, PlannedResource } from "../../recorder/graph";
import { SIGNATURE } from "../../recorder/signatures";
import { formerUrns } from "../stack/former-urns";
import { RELEASE_TYPE, label, resourcesOf, type ResourceRecord, type State } from "../stack/state";
import { UserError } from "../user-error";
import { isChartNamed, isComparable, isComparableValue, type Value } from "./installed-release";

/** What each component declares about its charts. */
const ALL: readonly FixedValues[] = [jupyterHubFixedValues, pachydermFixedValues];

/**
 * Refuses an update, before anything changes, that changes values of an installed chart which must stay: Helm or Kubernetes would
 * fail halfway, or data would be lost. Values that are secret or not known yet are not compared.
 */
export async function refuseFixedValues({ resources }: PlanGraph, readState: () => Promise<State>): Promise<void> {
  const releases = resources.filter(({ type, parent = "" }) => type === RELEASE_TYPE && fixedIn(parent).length > 0);
  if (releases.length === 0) return;
  const records = resourcesOf(await readState()).filter((record) => record.delete !== true);
  const former = formerUrns(resources, new Set(records.map(({ urn }) => urn)));
  const problems = releases.flatMap((planned) => {
    const installed = records.find((record) => record.urn === former.get(planned.urn));
    return installed === undefined || !isComparable(installed, planned) ? [] : problemsOf(installed, planned);
  });
  if (problems.length === 0) return;
  throw new UserError(
    [
      "The update changes what must stay as it was installed:",
      ...problems.map((problem) => `  ${problem}`),
      "Nothing was changed.",
    ].join("\n"),
  );
}

/** What the component with this URN declares; nothing if it declares nothing. */
const fixedIn = (component: string): readonly FixedValue[] =>
  ALL.find((declared) => declared.component === typeOf(component))?.values ?? [];

const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";

function problemsOf({ inputs = {} }: ResourceRecord, { parent = "", inputs: { values } }: PlannedResource): string[] {
  return fixedIn(parent)
    .filter(({ chart }) => isChartNamed(values["chart"], chart))
    .flatMap((fixed) => {
      const keys = ["values", ...fixed.key.split(".")];
      const [before, after] = [at(inputs, keys), at(values, keys)];
      const reason = before === undefined || after === undefined ? undefined : broken(fixed, before.value, after.value);
      return reason === undefined ? [] : [`${label({ urn: parent, type: typeOf(parent) })}: ${fixed.path} ${reason}`];
    });
}

/** What is wrong with a change, and what to write instead. */
function broken({ refused, why }: FixedValue, before: Value, after: Value): string | undefined {
  if (!isComparableValue(before) || !isComparableValue(after)) return undefined;
  const [smaller, same] = [sizeOf(after) < sizeOf(before), before === after || sizeOf(before) === sizeOf(after)];
  if (same || (refused === "decrease" && !smaller)) return undefined;
  const [from, to] = [before, after].map((value) => (value === undefined ? "the default" : shown(value)));
  const keep = before === undefined ? "Leave it out" : `Write ${from ?? ""}${refused === "decrease" ? " or more" : ""}`;
  return `cannot ${refused} from ${from ?? ""} to ${to ?? ""}. ${why} ${keep}.`;
}

/** A number, or the size of a claim as a number; `NaN`, which is not equal to itself, if it is neither. */
const sizeOf = (value: Value): number =>
  typeof value === "number" ? value : typeof value === "string" ? amount(value) : NaN;

/** The value below these keys; nothing if there is no map or list to hold it, because that part of the chart is not installed. */
function at(map: Readonly<Record<string, Value>>, keys: readonly string[]): { readonly value: Value } | undefined {
  let value: Value = map as Value;
  for (const key of keys) {
    if (typeof value !== "object" || value === null || SIGNATURE in value) return undefined;
    value = (value as Readonly<Record<string, Value>>)[key];
  }
  // The empty name of a storage class stands for the cluster's default.
  return { value: value === "" ? undefined : value };
}
