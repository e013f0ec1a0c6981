import { type Properties, objectAt, stringAt } from "../../property-values";
import type { CheckRequest, CheckResult } from "../../stand-in";
import { canonical } from "../canonical";
import { fromObject, toObject } from "../checkpoint";
import type { Session } from "../session";
import { gvkOfType, isCustomResourceDefinition, isPatch } from "../tokens";
import { autonamed, nameOf, withNamespace } from "./naming";

/** Fills in name and namespace and brings built-in kinds into the form in which the server would hold them. */
export async function checkObject(session: Session, request: CheckRequest): Promise<CheckResult> {
  if (session.unreachable !== undefined && session.skipUpdateUnreachable) {
    session.log.line(
      "warning",
      "Cluster is unreachable but skipUpdateUnreachable flag is set to true, skipping...",
      request.urn,
    );
    return { inputs: request.olds };
  }
  const gvk = gvkOfType(request.type);
  let object = await canonical(toObject(request.news), session.cluster?.openApi, { keepUnknownFields: session.strict });
  const patches = isPatch(request.type, stringAt(object, "kind") ?? "");
  if (patches && nameOf(object) === undefined) {
    throw new Error("patch resources require the `.metadata.name` field to be set");
  }
  if ("pulumi.com/replaceUnready" in objectAt(objectAt(object, "metadata"), "annotations")) {
    throw new Error(
      "the stand-in for the Kubernetes provider does not support the annotation pulumi.com/replaceUnready",
    );
  }
  object = autonamed(object, toObject(request.olds), request);
  if (objectAt(object, "metadata").namespace === undefined && session.defaultNamespace !== "") {
    // A custom resource without a CRD as yet is taken to be namespaced; the server drops a namespace that is wrong.
    const namespaced = (await session.discovery.isNamespaced(gvk)) ?? true;
    if (namespaced) object = withNamespace(object, session.defaultNamespace);
  }
  if (isCustomResourceDefinition(gvk)) announce(session, object);
  return { inputs: fromObject(object, request.news) };
}

/** Lets custom resources of the same program know their scope before the CRD is there. */
function announce(session: Session, definition: Properties): void {
  const spec = objectAt(definition, "spec");
  const [group, kind, scope] = [
    stringAt(spec, "group"),
    stringAt(objectAt(spec, "names"), "kind"),
    stringAt(spec, "scope"),
  ];
  if (group !== undefined && kind !== undefined) session.discovery.announce(group, kind, scope === "Namespaced");
}
