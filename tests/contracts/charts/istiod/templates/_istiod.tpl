{{- /* What the objects share. Each takes a dict: chart (the root) and values. */ -}}
{{- define "istiod.name" -}}
istiod{{ include "istiod.suffix" . }}
{{- end -}}

{{- /* Objects of a second control plane are told apart by its revision. */ -}}
{{- define "istiod.suffix" -}}
{{ with .values.revision }}-{{ . }}{{ end }}
{{- end -}}

{{- define "istiod.labels" -}}
release: {{ .chart.Release.Name }}
{{ include "istiod.podLabels" . }}
{{- end -}}

{{- define "istiod.podLabels" -}}
istio.io/rev: {{ .values.revision | default "default" | quote }}
operator.istio.io/component: Pilot
install.operator.istio.io/owning-resource: {{ .values.ownerName | default "unknown" }}
app.kubernetes.io/name: istiod
{{ include "istio.labels" .chart }}
{{- end -}}

{{- define "istiod.selector" -}}
app: istiod
{{- if .values.revision }}
istio.io/rev: {{ .values.revision | quote }}
{{- else }}
istio: pilot
{{- end }}
{{- end -}}
