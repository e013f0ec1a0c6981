export { routingAnnotations } from "./annotations";
export { routingClaims } from "./claims";
export { createRouting } from "./create";
export { routingFieldProblems, routingProblems } from "./problems";
export { waitingForPods } from "./wait";
