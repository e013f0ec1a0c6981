import { permitsEveryone } from "../../cli/plan/report/permissions";
import { exposureOf } from "../../cli/plan/text/reachability";
import type { PlannedResource } from "../../recorder/graph";
import { violation, unknown, type CheckedStack, type Finding, type Rule } from "../rule";
import { writtenFor } from "../written";

/** Nothing is open to the whole internet, unless that is written out. */
export const rule: Rule = {
  name: "no-public-access",
  description:
    "No API server, gateway, load balancer of Kubernetes, machine or bucket policy is open to the whole internet, unless that is written out.",
  level: "mandatory",
  // What MetalLB's pools say decides about load balancers.
  needs: "stack",
  options: { allow: [], allowWritten: true },
  check(resource, stack, { allowWritten }) {
    if (allowWritten && writtenFor(resource, stack).some(({ allowPublic }) => allowPublic === true)) return [];
    const exposed = exposureOf(resource, stack).flatMap(({ text, open, isUnknown = false }) => {
      if (open) return violation(`${withoutAddresses(text)}: ${ADVICE}`);
      return isUnknown ? unknown("who reaches it") : [];
    });
    return [...exposed, ...grantFindings(resource, stack)];
  },
};

function grantFindings(resource: PlannedResource, stack: CheckedStack): Finding[] {
  const { answer, input, byComponents } = permitsEveryone(resource);
  const isOfComponent = writtenFor(resource, stack).length > 0;
  if (answer === "unknown") return byComponents && isOfComponent ? [] : unknown(input);
  return answer === "yes" ? violation("permits something to everyone: name who may, or add a condition.") : [];
}

const ADVICE =
  "write the ranges that may reach it, or make it internal. In a component of this package, allowPublic: true writes it out.";

/** The addresses and host names of a load balancer are values of inputs. */
const withoutAddresses = (text: string): string => text.replace(/, (at|in DNS as) .*$/, "");
