{{- define "emissary.name" -}}
{{- $name := default "emissary-ingress" .Values.nameOverride -}}
{{- if .Values.fullnameOverride -}}
{{ .Values.fullnameOverride }}
{{- else if or (contains "ambassador" .Release.Name) (contains "emissary" .Release.Name) -}}
{{ .Release.Name }}
{{- else -}}
{{ printf "%s-%s" .Release.Name $name }}
{{- end -}}
{{- end -}}

{{- define "emissary.selector" -}}
app.kubernetes.io/name: {{ include "emissary.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "emissary.labels" -}}
{{ include "emissary.selector" . }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
app.kubernetes.io/part-of: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
product: aes
{{- end -}}

{{- define "emissary.metadata" -}}
name: {{ include "emissary.name" . }}
namespace: {{ .Release.Namespace }}
labels:
  {{- include "emissary.labels" . | nindent 2 }}
{{- end -}}
