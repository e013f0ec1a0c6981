import { type Properties, objectAt, stringAt } from "../../property-values";
import type { DiffRequest, DiffResult } from "../../stand-in";
import { isAnnotated } from "../annotations";
import { canonical } from "../canonical";
import { changesBetween, detailedDiff, replacing } from "../changes";
import { readCheckpoint, toObject } from "../checkpoint";
import { forceNewFields } from "../force-new";
import { prune } from "../prune";
import type { Session } from "../session";
import { type Gvk, gvkOfObject, isPatch } from "../tokens";
import { nameOf, withNamespace } from "./naming";

/**
 * Compares the new inputs with what is known of the live object, as far as the old inputs mentioned it. So drift shows only
 * after a refresh, and what others set never does (kubernetes provider 4.32, Diff in pkg/provider/provider.go).
 */
export async function diffObject(session: Session, request: DiffRequest): Promise<DiffResult> {
  const openApi = session.cluster?.openApi;
  const forms = { keepUnknownFields: session.strict };
  const { inputs, live } = readCheckpoint(request.olds);
  const oldInputs = await canonical(inputs, openApi, forms);
  let wanted = await canonical(toObject(request.news), openApi, forms);
  const gvk = gvkOfObject(wanted);
  const scoped = await inScope(session, gvk);
  let old = scoped(prune(live, oldInputs));
  wanted = scoped(wanted);
  if (nameOf(wanted) !== undefined)
    old = { ...old, metadata: { ...objectAt(old, "metadata"), name: objectAt(live, "metadata").name ?? null } };

  const patches = isPatch(request.type, gvk.kind);
  const forceNew = forceNewFields(wanted, gvk, patches, session.mutable);
  const detailed = detailedDiff(changesBetween(old, wanted), forceNew, request.ignoreChanges);
  const replaces = replacing(detailed);
  return {
    changed: detailed.size > 0,
    replaces,
    detailed,
    deleteBeforeReplace: replaces.length > 0 && keepsIdentity(wanted, live),
  };
}

/** The same name in the same place: the old object must go before the new one can come. */
function keepsIdentity(wanted: Properties, live: Properties): boolean {
  const name = nameOf(wanted);
  const namespaceOf = (object: Properties) => stringAt(objectAt(object, "metadata"), "namespace") ?? "";
  return (
    typeof name === "string" &&
    !isAnnotated(wanted, "autonamed") &&
    name === nameOf(live) &&
    namespaceOf(wanted) === namespaceOf(live)
  );
}

/** Makes the namespace comparable: "default" where none is given, none where the kind has no namespaces. */
async function inScope(session: Session, gvk: Gvk): Promise<(object: Properties) => Properties> {
  const namespaced = (await session.discovery.isNamespaced(gvk)) ?? true;
  return (object) => {
    const namespace = objectAt(object, "metadata").namespace;
    return withNamespaceValue(object, namespaced ? (namespace ?? "default") : undefined);
  };
}

function withNamespaceValue(object: Properties, namespace: Properties[string] | undefined): Properties {
  if (namespace === undefined || typeof namespace === "string") return withNamespace(object, namespace);
  return object;
}
