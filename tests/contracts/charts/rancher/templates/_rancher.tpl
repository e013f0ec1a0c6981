{{- define "rancher.unmodelled" -}}
{{- if .Values.nameOverride }}{{ fail "this stand-in knows no other names" }}{{ end }}
{{- if eq .Values.networkExposure.type "gateway" }}{{ fail "this stand-in knows no Gateway" }}{{ end }}
{{- end -}}

{{- define "rancher.labels" -}}
app: rancher
chart: rancher-{{ .Chart.Version }}
release: {{ .Release.Name }}
{{- end -}}

{{- define "rancher.hook" -}}
helm.sh/hook: {{ .on }}
helm.sh/hook-weight: {{ .weight | quote }}
helm.sh/hook-delete-policy: {{ .policy | default "before-hook-creation,hook-succeeded,hook-failed" }}
{{- end -}}
