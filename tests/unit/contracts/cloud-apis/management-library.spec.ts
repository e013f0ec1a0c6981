import assert from "node:assert/strict";
import {
  apiVersionOf,
  collectModel,
  enumValues,
  urlParameters,
} from "../../../contracts/cloud-apis/azure/management-library";
import type { JsonSchema } from "../../../contracts/cloud-apis/request-problems";

const models = String.raw`
class Pool(_serialization.Model):
    """A pool.

    :ivar id: The id.
    :vartype id: str
    :ivar mode: What it is for.
    :vartype mode: str or
     ~azure.mgmt.example.models.Mode
    :ivar modes: Modes.
    :vartype modes: list[str or ~azure.mgmt.example.models.Mode]
    """

    _validation = {
        "id": {"readonly": True},
        "name": {"required": True, "max_length": 12, "pattern": r"^[a-z]{1,3}(\.\d+)?$"},
        "count": {
            "maximum": 100,
            "minimum": 0,
        },
        "parent": {"required": False},
    }

    _attribute_map = {
        "id": {"key": "id", "type": "str"},
        "name": {"key": "name", "type": "str"},
        "mode": {"key": "properties.mode", "type": "str"},
        "count": {"key": "properties.count", "type": "int"},
        "modes": {"key": "modes", "type": "[str]"},
        "labels": {"key": "labels", "type": "{str}"},
        "parent": {
            "key": "odata\\.parent",
            "type": "Pool",
        },
        "disks": {"key": "disks", "type": "[Disk]"},
    }

    def __init__(self, *, name: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)


class Disk(Base):
    """A disk."""

    _attribute_map = {
        "size": {"key": "size", "type": "long"},
    }


class PoolList(_serialization.Model):
    _attribute_map = {
        "value": {"key": "value", "type": "[Pool]"},
    }
`;

const enums = `
class Kind(str, Enum, metaclass=CaseInsensitiveEnumMeta):
    OTHER = "Other"


class Mode(str, Enum, metaclass=CaseInsensitiveEnumMeta):
    """What a pool is for."""

    SYSTEM = "System"
    """For the cluster itself."""
    V1_2 = "v1.2"
`;

const operations = String.raw`
def build_get_request(name: str, **kwargs: Any) -> HttpRequest:
    path_format_arguments = {
        "name": _SERIALIZER.url("name", name, "str"),
    }


def build_create_request(
    group_name: str, name: str, **kwargs: Any
) -> HttpRequest:
    api_version: str = kwargs.pop("api_version", _params.pop("api-version", "2025-09-01"))
    path_format_arguments = {
        "groupName": _SERIALIZER.url("group_name", group_name, "str", max_length=90, min_length=1),
        "name": _SERIALIZER.url(
            "name",
            name,
            "str",
            pattern=r"^[a-z](-[a-z]{1,2})*$",
        ),
        "scope": _SERIALIZER.url("scope", scope, "str", skip_quote=True),
    }

    _url: str = _url.format(**path_format_arguments)
`;

describe("a management library of Azure is read", () => {
  it("with the classes that a class uses, as JSON schemas", () => {
    const found: Record<string, JsonSchema> = {};
    collectModel("Pool", { models, enums }, found);
    assert.deepEqual(found, {
      Pool: {
        type: "object",
        properties: {
          name: { type: "string", pattern: String.raw`^[a-z]{1,3}(\.\d+)?$`, maxLength: 12 },
          properties: {
            type: "object",
            properties: {
              mode: { type: "string", enum: ["System", "v1.2"] },
              count: { type: "integer", minimum: 0, maximum: 100 },
            },
            required: [],
            additionalProperties: false,
          },
          modes: { type: "array", items: { type: "string", enum: ["System", "v1.2"] } },
          labels: { type: "object", additionalProperties: { type: "string" } },
          "odata.parent": { $ref: "#/$defs/Pool" },
          disks: { type: "array", items: { $ref: "#/$defs/Disk" } },
        },
        required: ["name"],
        additionalProperties: false,
      },
      Disk: {
        type: "object",
        properties: { size: { type: "integer" } },
        required: [],
        additionalProperties: false,
      },
    });
  });

  it("with the values of an enum", () => {
    assert.deepEqual(enumValues(enums, "Kind"), ["Other"]);
  });

  it("with the parameters and the API version of a request", () => {
    assert.deepEqual(urlParameters(operations, "build_create_request"), {
      groupName: { type: "string", minLength: 1, maxLength: 90 },
      name: { type: "string", pattern: "^[a-z](-[a-z]{1,2})*$" },
      scope: { type: "string" },
    });
    assert.equal(apiVersionOf(operations, "build_create_request"), "2025-09-01");
  });

  it("and a class or request that is not there is an error", () => {
    assert.throws(() => {
      collectModel("Node", { models, enums }, {});
    }, /^Error: the library has no class Node$/);
    assert.throws(() => enumValues(enums, "Size"), /^Error: the library has no class Size$/);
    assert.throws(
      () => urlParameters(operations, "build_delete_request"),
      /^Error: the library has no build_delete_request$/,
    );
  });
});
