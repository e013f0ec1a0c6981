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
app.kubernetes.io/instance: seldon1
app.kubernetes.io/name: seldon
app.kubernetes.io/version: v0.5
control-plane: seldon-controller-manager
{{- end -}}

{{- /*
Which SeldonDeployments the webhook is asked about: by the labels of their namespaces, and by their own. As in the real chart, versions such
as v1.36.1-eks-1a2b3c4 are no version of 1.15 or newer, because what follows the hyphen makes them pre-releases: a selector that excludes is
then left out. Ids are not quoted there either.
*/ -}}
{{- define "seldon.scope" -}}
{{- $unmodelled := pick .Values "managerCreateResources" "kubeflow" }}
{{- range $key, $value := $unmodelled }}
{{- if $value }}{{ fail (printf "this stand-in knows no %s" $key) }}{{ end }}
{{- end -}}
{{- $excludes := semverCompare ">=1.15.0" .Capabilities.KubeVersion.GitVersion }}
{{- if .Values.singleNamespace }}
namespaceSelector:
  matchLabels: { seldon.io/controller-id: {{ include "seldon.namespace" . }} }
{{- else if $excludes }}
namespaceSelector:
  matchExpressions: [{ key: seldon.io/controller-id, operator: DoesNotExist }]
{{- end }}
{{- if .Values.controllerId }}
objectSelector:
  matchLabels: { seldon.io/controller-id: {{ .Values.controllerId }} }
{{- else if $excludes }}
objectSelector:
  matchExpressions: [{ key: seldon.io/controller-id, operator: DoesNotExist }]
{{- end }}
{{- end -}}

{{- /* CEL for how Kubernetes words a problem. Takes a list of three expressions: where it is, the value, the reason. */ -}}
{{- define "seldon.invalid" -}}
{{ index . 0 }} + ": Invalid value: \"" + {{ index . 1 }} + "\": " + {{ index . 2 }}
{{- end -}}
