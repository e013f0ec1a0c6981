{{- /*
The CRDs that the assembly put into files/crds, as ordinary templates.
Takes a dict: chart (the root), labels, keep (whether `helm uninstall` leaves them), exclude (names).
*/ -}}
{{- define "contract.crds" -}}
{{- $exclude := .exclude | default list }}
{{- $args := . }}
{{- range $path, $content := .chart.Files.Glob "files/crds/*.yaml" }}
{{- range $document := $content | toString | splitList "\n---\n" }}
{{- $crd := $document | fromYaml }}
{{- if and $crd.metadata (not (has $crd.metadata.name $exclude)) }}
{{- $annotations := omit ($crd.metadata.annotations | default dict) "helm.sh/resource-policy" }}
{{- if $args.keep }}
{{- $_ := set $annotations "helm.sh/resource-policy" "keep" }}
{{- end }}
{{- $_ := set $crd.metadata "annotations" $annotations }}
{{- $_ := set $crd.metadata "labels" ($args.labels | default $crd.metadata.labels) }}
---
{{ toYaml $crd }}
{{ end }}
{{- end }}
{{- end }}
{{- end -}}

{{- /*
Definitions of the real chart that are not in the contract data, because nothing here creates such an object. What matters is
that they exist, with any content. Takes a dict: definitions (lists of group, plural, kind and versions, the stored one first),
labels, keep, exclude.
*/ -}}
{{- define "contract.otherCrds" -}}
{{- $args := . }}
{{- $exclude := .exclude | default list }}
{{- range $definition := .definitions }}
{{- $group := index $definition 0 }}
{{- $plural := index $definition 1 }}
{{- $kind := index $definition 2 }}
{{- if not (has (printf "%s.%s" $plural $group) $exclude) }}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: {{ $plural }}.{{ $group }}
  {{- if $args.keep }}
  annotations: { helm.sh/resource-policy: keep }
  {{- end }}
  {{- with $args.labels }}
  labels: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  group: {{ $group }}
  scope: Namespaced
  names: { kind: {{ $kind }}, listKind: {{ $kind }}List, plural: {{ $plural }}, singular: {{ lower $kind }} }
  versions:
    {{- range $index, $version := index $definition 3 }}
    - name: {{ $version }}
      served: true
      storage: {{ eq $index 0 }}
      subresources: { status: {} }
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
    {{- end }}
{{- end }}
{{- end }}
{{- end -}}
