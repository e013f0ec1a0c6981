{{- define "cert-manager.namespace" -}}
{{ .Values.namespace | default .Release.Namespace }}
{{- end -}}

{{- /* The real name of the controller and the prefix of the other parts. */ -}}
{{- define "cert-manager.name" -}}
{{- $name := .Values.nameOverride | default .Chart.Name }}
{{- .Values.fullnameOverride | default (contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name)) | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- /* The parts: a dict for each with its name, its component, its app label and its values. */ -}}
{{- define "cert-manager.parts" -}}
{{- $name := include "cert-manager.name" . }}
{{- $parts := list (dict "name" $name "component" "controller" "app" (.Values.nameOverride | default .Chart.Name) "values" .Values) }}
{{- $parts = append $parts (dict "name" (printf "%s-webhook" $name) "component" "webhook" "app" "webhook" "values" .Values.webhook) }}
{{- if .Values.cainjector.enabled }}
{{- $parts = append $parts (dict "name" (printf "%s-cainjector" $name) "component" "cainjector" "app" "cainjector" "values" .Values.cainjector) }}
{{- end }}
{{- toYaml $parts }}
{{- end -}}

{{- define "cert-manager.image" -}}
{{ .repository | default (printf "%s/%s/%s" .registry .imageNamespace .name) }}:{{ .tag | default .version }}
{{- end -}}

{{- define "cert-manager.labels" -}}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- with .Values.global.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}
