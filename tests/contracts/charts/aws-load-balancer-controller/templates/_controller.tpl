{{- define "controller.name" -}}
{{- $name := .Values.nameOverride | default .Chart.Name }}
{{- .Values.fullnameOverride | default (contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name)) | trunc 63 }}
{{- end -}}

{{- define "controller.account" -}}
{{- .Values.serviceAccount.create | ternary (.Values.serviceAccount.name | default (include "controller.name" .)) (.Values.serviceAccount.name | default "default") }}
{{- end -}}

{{- define "controller.selector" -}}
app.kubernetes.io/name: {{ .Values.nameOverride | default .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "controller.labels" -}}
{{ include "controller.selector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- with .Values.additionalLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}
