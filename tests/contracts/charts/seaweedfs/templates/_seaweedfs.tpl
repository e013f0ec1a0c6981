{{- /* Name of a part's objects. The real chart also shortens and overrides it, which nothing of ours does. */ -}}
{{- define "seaweedfs.part" -}}
{{- $unmodelled := pick .root.Values "fullnameOverride" "nameOverride" }}
{{- range $key, $value := $unmodelled }}
{{- if $value }}{{ fail (printf "this stand-in knows no %s" $key) }}{{ end }}
{{- end }}
{{- if not (contains .root.Chart.Name .root.Release.Name) }}{{ fail "this stand-in knows releases with the name of the chart only" }}{{ end }}
{{- .root.Release.Name }}-{{ .part }}
{{- end -}}

{{- define "seaweedfs.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end -}}

{{- define "seaweedfs.image" -}}
{{- with .Values.global.imageRegistry }}{{ . }}/{{ end }}{{ .Values.global.seaweedfs.image.name }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
