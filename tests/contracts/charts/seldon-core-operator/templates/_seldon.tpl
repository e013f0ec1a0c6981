{{- define "seldon.namespace" -}}
{{ .Values.namespaceOverride | default .Release.Namespace }}
{{- end -}}

{{- define "seldon.labels" -}}
app: seldon
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/version: {{ .Chart.Version | quote }}
{{- end -}}

{{- /* What the manager's Service and Deployment select. */ -}}
{{- define "seldon.selector" -}}
app: seldon
control-plane: seldon-controller-manager
{{- end -}}

{{- /* Which SeldonDeployments the webhook is asked about: by the labels of their namespaces, and by their own. */ -}}
{{- define "seldon.scope" -}}
{{- $unmodelled := pick .Values "singleNamespace" "managerCreateResources" "kubeflow" }}
{{- range $key, $value := $unmodelled }}
{{- if $value }}{{ fail (printf "this stand-in knows no %s" $key) }}{{ end }}
{{- end -}}
namespaceSelector:
  matchExpressions: [{ key: seldon.io/controller-id, operator: DoesNotExist }]
objectSelector:
  {{- with .Values.controllerId }}
  matchLabels: { seldon.io/controller-id: {{ . | quote }} }
  {{- else }}
  matchExpressions: [{ key: seldon.io/controller-id, operator: DoesNotExist }]
  {{- end }}
{{- end -}}

{{- /* CEL for how Kubernetes words a problem. Takes a list of three expressions: where it is, the value, the reason. */ -}}
{{- define "seldon.invalid" -}}
{{ index . 0 }} + ": Invalid value: \"" + {{ index . 1 }} + "\": " + {{ index . 2 }}
{{- end -}}
