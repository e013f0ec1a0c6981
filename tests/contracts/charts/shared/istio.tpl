{{- /*
The values as Istio's charts understand them. Their values.yaml wraps the defaults in one key and users write the
inner keys, so Helm merges nothing: the charts do it themselves, with what stands under `global` also counting as
top-level. Profiles are files of the real charts; of them only the platforms that change nothing here are known.
*/ -}}
{{- define "istio.values" -}}
{{- with .Values.defaults }}
{{- fail (printf "Setting with .default prefix found; remove it. Defaults set: %s" (toYaml .)) }}
{{- end }}
{{- $given := deepCopy (omit .Values "_internal_defaults_do_not_set") }}
{{- $global := deepCopy ($given.global | default dict) }}
{{- with coalesce $given.platform $global.platform }}
{{- if not (has . (list "gke" "k3d" "k3s" "microk8s" "minikube" "openshift")) }}
{{- fail (printf "unknown platform %s" .) }}
{{- end }}
{{- end }}
{{- $values := mustMergeOverwrite (deepCopy .Values._internal_defaults_do_not_set) $global $given }}
{{- $unmodelled := coalesce $values.profile $global.profile $values.compatibilityVersion }}
{{- if and $values.global.resourceScope (ne $values.global.resourceScope "all") }}
{{- $unmodelled = $values.global.resourceScope }}
{{- end }}
{{- with $unmodelled }}
{{- fail (printf "this stand-in knows no profile, compatibilityVersion or resourceScope %q" .) }}
{{- end }}
{{- toYaml $values }}
{{- end -}}

{{- define "istio.labels" -}}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: istio
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- /* One admission webhook of istiod's. Takes a dict: name, service, namespace, path, rules. */ -}}
{{- define "istio.webhook" -}}
name: {{ .name }}
clientConfig:
  service:
    name: {{ .service }}
    namespace: {{ .namespace }}
    path: {{ .path }}
sideEffects: None
admissionReviewVersions: [v1]
rules:
  {{- toYaml .rules | nindent 2 }}
{{- end -}}

{{- /* What istiod validates: every resource of Istio's own groups. */ -}}
{{- define "istio.validated" -}}
- apiGroups: [security.istio.io, networking.istio.io, telemetry.istio.io, extensions.istio.io]
  apiVersions: ["*"]
  resources: ["*"]
  operations: [CREATE, UPDATE]
{{- end -}}
