import { type Properties, objectAt, stringAt } from "../../property-values";
import type { Cluster } from "../session";

/** The warnings that Kubernetes recorded about an object, as `Reason: message`. */
export async function eventWarnings(cluster: Cluster, object: Properties): Promise<string[]> {
  const metadata = objectAt(object, "metadata");
  const uid = stringAt(metadata, "uid");
  if (uid === undefined) return [];
  const events = await cluster.objects.list(
    { group: "", version: "v1", kind: "Event" },
    stringAt(metadata, "namespace"),
    {
      fieldSelector: `involvedObject.uid=${uid},type=Warning`,
    },
  );
  return events.map((event) => `${stringAt(event, "reason") ?? ""}: ${stringAt(event, "message") ?? ""}`);
}
