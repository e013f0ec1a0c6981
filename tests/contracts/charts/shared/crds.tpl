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
