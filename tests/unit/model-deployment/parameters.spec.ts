import { accepts, main, refuses } from "./refuses";

const parameters = (...list: [type: string, value: string][]) => ({
  predictors: [
    {
      name: "main",
      graph: { ...main, name: "a", parameters: list.map(([type, value]) => ({ name: "limit", type, value })) },
    },
  ],
});
const at = (index: number) => `predictors[0].graph.parameters[${String(index)}].value`;

describe("ModelDeployment refuses parameters that a step cannot read:", () => {
  refuses([
    [
      "a text for a number, whose value is not shown",
      parameters(["INT", "secret"], ["FLOAT", "0,5"], ["DOUBLE", ""]),
      [
        [at(0), /^is not a whole number, but the type is INT, so the step would stop again and again\. Write a whole/],
        [at(1), /^is not a number, but the type is FLOAT/],
        [at(2), /^is not a number, but the type is DOUBLE/],
      ],
    ],
    ["a part for a whole number", parameters(["INT", "1.5"]), [[at(0), /^is not a whole number/]]],
    [
      "a text for true or false",
      parameters(["BOOL", "maybe"]),
      [[at(0), /^is not true or false, but the type is BOOL/]],
    ],
  ]);
});

describe("ModelDeployment accepts parameters that a step can read:", () => {
  accepts([
    [
      "of each type",
      parameters(["INT", "-3"], ["FLOAT", "0.5"], ["DOUBLE", "1e-3"], ["STRING", ""], ["BOOL", "False"]),
    ],
  ]);
});
