{{- /* What the objects share. Each takes a dict: chart (the root) and values. */ -}}
{{- define "gateway.name" -}}
{{ .values.name | default .chart.Release.Name }}
{{- end -}}

{{- define "gateway.serviceAccount" -}}
{{ .values.serviceAccount.name | default (.values.serviceAccount.create | ternary (include "gateway.name" .) "default") }}
{{- end -}}

{{- /* What a Gateway selects: `istio` is the release's name without "istio-", unless labels say otherwise. */ -}}
{{- define "gateway.selector" -}}
app: {{ .values.labels.app | default (include "gateway.name" .) | quote }}
istio: {{ .values.labels.istio | default (include "gateway.name" . | trimPrefix "istio-") | quote }}
{{- end -}}

{{- define "gateway.labels" -}}
app.kubernetes.io/name: {{ include "gateway.name" . }}
{{ include "istio.labels" .chart }}
{{ include "gateway.selector" . }}
{{- range $key, $value := omit .values.labels "app" "istio" }}
{{ $key }}: {{ $value | quote }}
{{- end }}
{{- end -}}

{{- define "gateway.metadata" -}}
name: {{ include "gateway.name" . }}
namespace: {{ .chart.Release.Namespace }}
labels:
  {{- include "gateway.labels" . | nindent 2 }}
{{- with merge (deepCopy (.annotations | default dict)) .values.annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
