import { permissionsOf } from "../../cli/plan/report/permissions";
import { exposureOf } from "../../cli/plan/text/reachability";
import { violation, unknown, type Rule } from "../rule";
import { writtenFor } from "../written";

/** Who is everyone, for the policies of clouds. */
const EVERYONE = /^(everyone|all(Authenticated)?Users)$/;

/** What a permission says of its condition. */
const CONDITION = "(depends on ";

/** Nothing is open to the whole internet, unless that is written out. */
export const rule: Rule = {
  name: "no-public-access",
  description:
    "No API server, gateway, load balancer, machine or bucket is open to the whole internet, unless that is written out.",
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
    const granted = permissionsOf({ resources: [resource] })
      .filter(({ to, may, denied }) => EVERYONE.test(to) && !denied && !may.includes(CONDITION))
      .flatMap(() => violation("permits something to everyone: name who may, or add a condition."));
    return [...exposed, ...granted];
  },
};

const ADVICE =
  "write the ranges that may reach it, or make it internal. In a component of this package, allowPublic: true writes it out.";

/** The addresses and host names of a load balancer are values of inputs. */
const withoutAddresses = (text: string): string => text.replace(/, (at|in DNS as) .*$/, "");
