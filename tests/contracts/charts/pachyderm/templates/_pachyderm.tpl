{{- define "pachyderm.labels" -}}
app: {{ . }}
suite: pachyderm
{{- end -}}

{{- /* A pod with one container. Takes the name of the part, what else its spec has, and what else its container has. */ -}}
{{- define "pachyderm.pod" -}}
metadata:
  labels:
    {{- include "pachyderm.labels" .name | nindent 4 }}
    {{- with .podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  {{- with .spec }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  containers:
    - name: {{ .name }}
      image: {{ .image }}
      {{- with .container }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
{{- end -}}

{{- define "pachyderm.image" -}}
{{ .root.Values.global.image.registry }}{{ .of.repository }}:{{ .of.tag | default .root.Chart.AppVersion }}
{{- end -}}

{{- /* Which of the settings below pachd.storage pods read. */ -}}
{{- define "pachyderm.backend" -}}
{{- $targets := list "AMAZON" "GOOGLE" "MICROSOFT" "LOCAL" }}
{{- $backend := .Values.pachd.storage.backend | default .Values.deployTarget }}
{{- if not (has $backend $targets) }}{{ fail "pachd.storage.backend is required for this deployTarget" }}{{ end }}
{{- $backend }}
{{- end -}}

{{- /* Logins exist only with a licence. */ -}}
{{- define "pachyderm.hasLogins" -}}
{{- if and .Values.pachd.enterpriseLicenseKey .Values.pachd.activateAuth }}yes{{ end }}
{{- end -}}

{{- define "pachyderm.scheme" -}}
{{- or .Values.ingress.tls.enabled .Values.proxy.tls.enabled .Values.ingress.uriHttpsProtoOverride | ternary "https" "http" }}
{{- end -}}
