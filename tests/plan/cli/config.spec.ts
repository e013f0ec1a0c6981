import assert from "node:assert/strict";
import { programConfig, type ProgramConfig, type Setting } from "../../../cli/project/config";
import { findProject } from "../../../cli/project/project";
import { resolveStack } from "../../../cli/project/project-stack";
import { stacksOf } from "../../../cli/project/stack-config";
import { UserError } from "../../../cli/user-error";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";

describe("config of a program", () => {
  let onDisk: ProjectOnDisk | undefined;
  afterEach(() => onDisk?.remove());

  function configOf(declared: string, stack = "", settings: readonly Setting[] = []): ProgramConfig {
    onDisk = projectOnDisk({
      "Pulumi.yaml": `name: proj\nruntime: nodejs\nstackConfigDir: stacks\nconfig:\n${declared}`,
      "stacks/Pulumi.dev.yaml": stack,
    });
    return programConfig(resolveStack({ cwd: onDisk.dir, stack: "dev", settings }));
  }

  const refused = (declared: string, stack = "", settings: readonly Setting[] = []): string => {
    try {
      configOf(declared, stack, settings);
    } catch (error) {
      assert.ok(error instanceof UserError, String(error));
      return error.message;
    }
    return assert.fail("was accepted");
  };

  it("takes the stack's value over the default, and the command line's over the stack's", () => {
    const declared = ["a", "b", "c"].map((key) => `  ${key}: { type: string, default: preset }\n`).join("");
    const { values } = configOf(declared, "config: { proj:b: stack, proj:c: stack }", [["c", "line"]]);

    assert.deepEqual(values, { "proj:a": "preset", "proj:b": "stack", "proj:c": "line" });
  });

  it("passes what is no single value as JSON, and single values as text", () => {
    const { values } = configOf(
      "  list: { type: array, items: { type: string }, default: [] }\n",
      "config:\n  proj:list: [a, b]\n  proj:map: { x: { y: 1 } }\n  proj:number: 3\n  proj:flag: true\n  aws:region: eu\n",
    );

    assert.deepEqual(values, {
      "proj:list": '["a","b"]',
      "proj:map": '{"x":{"y":1}}',
      "proj:number": "3",
      "proj:flag": "true",
      "aws:region": "eu",
    });
  });

  it("reads bare values as defaults, and keys without a namespace as the project's own", () => {
    const { values } = configOf(
      "  size: small\n  aws:region: { value: eu }\n",
      "config: { name: n, proj:config:old: o }",
    );

    assert.deepEqual(values, { "proj:name": "n", "proj:old": "o", "proj:size": "small", "aws:region": "eu" });
  });

  it("puts a placeholder for what is encrypted, and marks it as secret", () => {
    const config = configOf(
      "  password: { type: string, secret: true }\n  count: { type: integer }\n",
      "config:\n  proj:password: { secure: v1:abc }\n  proj:count: { secure: v1:def }\n  proj:db: { user: u, password: { secure: v1:ghi } }\n",
    );

    assert.deepEqual(config, {
      values: {
        "proj:password": "[encrypted]",
        "proj:count": "[encrypted]",
        "proj:db": '{"user":"u","password":"[encrypted]"}',
      },
      secretKeys: ["proj:password", "proj:count", "proj:db"],
      encryptedKeys: ["proj:password", "proj:count", "proj:db"],
    });
  });

  it("keeps secret what the command line replaces", () => {
    const declared = "  a: { type: string, secret: true }\n  c: { default: preset }\n";
    const config = configOf(declared, "config: { proj:b: { secure: v1:abc } }", [
      ["a", "one"],
      ["b", "two"],
      ["c", "three"],
    ]);

    assert.deepEqual(config.secretKeys, ["proj:b", "proj:a"]);
    assert.deepEqual(config.encryptedKeys, []);
  });

  it("names every missing key at once", () => {
    assert.equal(
      refused(
        "  context: { type: string }\n  list: { type: array, items: { type: integer } }\n  fine: { default: 1 }\n",
      ),
      'The config of stack "dev" has errors:' +
        "\n  - context is missing (string): it is required and has no default." +
        "\n  - list is missing (array<integer>): it is required and has no default.",
    );
  });

  const wrong: readonly [type: string, value: string, problem: string, instead: string][] = [
    ["string", "[a]", 'string, not ["a"]', '"…"'],
    ["string", "", "string, not null", '"…"'],
    ["array, items: { type: string }", "[1]", "array<string>, not [1]", '["…"]'],
    ["integer", "three", 'integer, not "three"', "3"],
    ["integer", "1.5", 'integer, not "1.5"', "3"],
    ["boolean", "yes please", 'boolean, not "yes please"', "true"],
    ["object", "text", 'object, not "text"', '{"…": "…"}'],
    ["array, items: { type: string }", "text", 'array<string>, not "text"', '["…"]'],
    ["array, items: { type: integer }", "[1, two]", 'array<integer>, not [1,"two"]', "[3]"],
  ];
  for (const [type, value, problem, instead] of wrong) {
    it(`refuses ${value} of a stack's file: ${problem}`, () => {
      assert.equal(
        refused(`  key: { type: ${type} }\n`, `config: { proj:key: ${value} }`),
        'The config of stack "dev" has errors:\n' +
          `  - key must be of type ${problem}. In stacks/Pulumi.dev.yaml, write \`proj:key: ${instead}\`.`,
      );
    });
  }

  it("shortens a long value that it refuses", () => {
    assert.match(
      refused("  key: { type: integer }\n", "", [["key", "x".repeat(100)]]),
      /key must be of type integer, not "x{56}\.\.\.\. On the command line/,
    );
  });

  it("shows no secret that it refuses", () => {
    assert.equal(
      refused("  key: { type: integer, secret: true }\n", "", [["key", "hunter22"]]),
      'The config of stack "dev" has errors:\n' +
        "  - key must be of type integer. On the command line, write --config key=3.",
    );
  });

  const right: readonly [type: string, value: string][] = [
    ["string", "3"],
    ["string", "true"],
    ["integer", "3"],
    ["integer", '"3"'],
    ["boolean", "true"],
    ["boolean", '"false"'],
    ["object", "{ a: 1 }"],
    ["array, items: { type: array, items: { type: string } }", "[[a], []]"],
  ];
  for (const [type, value] of right) {
    it(`accepts ${value} where ${type} is declared`, () => {
      assert.doesNotThrow(() => configOf(`  key: { type: ${type} }\n`, `config: { proj:key: ${value} }`));
    });
  }

  it("takes a list from the command line as JSON, so that one can try it without a stack file", () => {
    const declared = "  key: { type: array, items: { type: string } }\n";
    assert.deepEqual(configOf(declared, "", [["key", '["a"]']]).values, { "proj:key": '["a"]' });
    assert.match(refused(declared, "", [["key", "[1]"]]), /key must be of type array<string>/);
  });

  const unknown: readonly [key: string, problem: string][] = [
    ["lst", "lst is not a config key of proj; write list."],
    ["proj:lst", "proj:lst is not a config key of proj; write list."],
    ["other", "other is not a config key of proj; write one of list, map, count."],
    [
      "list[0]",
      `list[0] is a path, and --config does not support paths. On the command line, write --config 'list=["…"]'.`,
    ],
    [
      "proj:list[0]",
      `proj:list[0] is a path, and --config does not support paths. On the command line, write --config 'proj:list=["…"]'.`,
    ],
    [
      "map.a",
      `map.a is a path, and --config does not support paths. On the command line, write --config 'map={"…": "…"}'.`,
    ],
    ["count.a", "count.a is not a config key of proj; write count."],
  ];
  const DECLARED = `  list: { type: array, items: { type: string }, default: [] }
  map: { type: object, default: {} }
  count: { type: integer, default: 1 }
`;
  for (const [key, problem] of unknown) {
    it(`refuses ${key} on the command line, which nothing declares`, () => {
      assert.equal(refused(DECLARED, "", [[key, "1"]]), `The config of stack "dev" has errors:\n  - ${problem}`);
    });
  }

  it("takes an unknown key where the stack has it too, or where nothing is declared", () => {
    assert.equal(configOf(DECLARED, "config: { proj:more: 1 }", [["more", "2"]]).values["proj:more"], "2");
    onDisk?.remove();
    assert.equal(configOf(DECLARED, "environment: [shared]", [["more", "2"]]).values["proj:more"], "2");
    onDisk?.remove();
    assert.equal(configOf(DECLARED, "", [["aws:regoin", "eu"]]).values["aws:regoin"], "eu");
    onDisk?.remove();
    assert.equal(configOf("  {}", "", [["more.yet", "2"]]).values["proj:more.yet"], "2");
  });

  it("refuses an index even then, for no key is called so", () => {
    assert.match(refused("  {}", "", [["list[0]", "1"]]), /list\[0\] is a path.* write --config 'list=\["…"\]'\.$/);
  });

  const samples: readonly [type: string, problem: string][] = [
    ["array, items: { type: string }", `array<string>, not "a,b". On the command line, write --config 'key=["…"]'.`],
    ["array, items: { type: integer }", `array<integer>, not "a,b". On the command line, write --config 'key=[3]'.`],
    [
      "array, items: { type: array, items: { type: boolean } }",
      `array<array<boolean>>, not "a,b". On the command line, write --config 'key=[[true]]'.`,
    ],
    ["object", `object, not "a,b". On the command line, write --config 'key={"…": "…"}'.`],
    ["integer", 'integer, not "a,b". On the command line, write --config key=3.'],
    ["boolean", 'boolean, not "a,b". On the command line, write --config key=true.'],
  ];
  for (const [type, problem] of samples) {
    it(`says how to write what was refused: ${problem}`, () => {
      assert.equal(
        refused(`  key: { type: ${type} }\n`, "", [["key", "a,b"]]),
        `The config of stack "dev" has errors:\n  - key must be of type ${problem}`,
      );
    });
  }

  it("takes the value it says to write", () => {
    const { values } = configOf("  key: { type: object }\n", "", [["key", '{"…": "…"}']]);
    assert.deepEqual(values, { "proj:key": '{"…":"…"}' });
  });

  it("refuses a default of a secret with a type, as Pulumi does, unless the stack has a value", () => {
    const declared = '  key: { type: string, secret: true, default: "" }\n';
    assert.equal(
      refused(declared),
      'The config of stack "dev" has errors:\n' +
        "  - key has a default, which Pulumi refuses for a secret with a type. In Pulumi.yaml, leave out its type or its default, " +
        "or run: pulumi config set --secret key.",
    );
    assert.doesNotThrow(() => configOf(declared, "config: { proj:key: { secure: v1:abc } }"));
    assert.doesNotThrow(() => configOf(declared, "environment: [shared]"));
    assert.deepEqual(configOf('  key: { secret: true, default: "" }\n').values, { "proj:key": "" });
  });

  it("refuses a secret that stands in the stack's file as plain text", () => {
    assert.match(
      refused("  key: { type: string, secret: true }\n", "config: { proj:key: bare }"),
      /key must be encrypted: set it with pulumi config set --secret\./,
    );
  });

  it("refuses a key of too many parts", () => {
    assert.match(refused("  a: 1\n", "config: { a:b:c: 1 }"), /"a:b:c" is not a config key/);
  });

  const declarations: readonly [declared: string, problem: RegExp][] = [
    ["  a: { type: integer, default: one }", /config a: the default is not of type integer/],
    [
      "  a: { type: array, default: [] }",
      /config a: an array must declare the type of its items \(items: \{ type: … \}\)/,
    ],
    ["  a: { default: 1, value: 2 }", /config a: it cannot have both a default and a value/],
    [
      "  aws:region: { type: string, value: eu }",
      /config aws:region: a key of another namespace has a value and no type/,
    ],
    ["  aws:region: { description: d }", /config aws:region: a key of another namespace needs a value/],
  ];
  for (const [declared, problem] of declarations) {
    it(`refuses to declare ${declared.trim()}`, () => assert.match(refused(declared), problem));
  }
});

describe("a project", () => {
  let onDisk: ProjectOnDisk | undefined;
  afterEach(() => onDisk?.remove());

  it("is found from any folder inside it, with its stacks", () => {
    onDisk = projectOnDisk({
      "Pulumi.yaml":
        "name: proj\nruntime: { name: nodejs, options: { tsconfig: ./tsconfig.json } }\nmain: programs/index.ts\n",
      "programs/index.ts": "",
      "Pulumi.dev.yaml": "",
      "Pulumi.prod.yaml": "",
    });
    const project = findProject(`${onDisk.dir}/programs`);

    assert.equal(project.dir, onDisk.dir);
    assert.equal(project.programDir, `${onDisk.dir}/programs`);
    assert.equal(project.entry, "index.ts");
    assert.deepEqual(project.runtime, { typescript: true, tsconfig: "./tsconfig.json", nodeargs: undefined });
    assert.deepEqual(stacksOf(project), ["dev", "prod"]);
  });

  const broken: readonly [content: string, problem: RegExp][] = [
    ["runtime: nodejs\n", /Pulumi\.yaml has no name/],
    ["name: proj\nmain: nowhere.ts\n", /Pulumi\.yaml says main: nowhere\.ts, but there is no such file/],
    ["- a list\n", /Pulumi\.yaml must be a map of keys to values/],
    ["name: [\n", /Pulumi\.yaml cannot be read: /],
  ];
  for (const [content, problem] of broken) {
    it(`is refused that says ${JSON.stringify(content)}`, () => {
      onDisk = projectOnDisk({ "Pulumi.yaml": content });
      const { dir } = onDisk;
      assert.throws(() => findProject(dir), problem);
    });
  }

  it("is missed by name", () => {
    onDisk = projectOnDisk({});
    const { dir } = onDisk;
    assert.throws(() => findProject(dir), /No Pulumi\.yaml in .* or above it/);
  });
});
