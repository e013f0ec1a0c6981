{{- /* Labels by which Services and policies find the pods of a part. KubeSpawner gives notebooks those of singleuser-server. */ -}}
{{- define "jupyterhub.selector" -}}
app: {{ .root.Chart.Name }}
release: {{ .root.Release.Name }}
component: {{ .part }}
{{- end -}}

{{- define "jupyterhub.unmodelled" -}}
{{- if or .Values.fullnameOverride .Values.nameOverride }}{{ fail "this stand-in knows no other names" }}{{ end }}
{{- if ne .Values.hub.db.type "sqlite-pvc" }}{{ fail "this stand-in knows the database on a volume only" }}{{ end }}
{{- if .Values.httpRoute.enabled }}{{ fail "this stand-in knows no HTTPRoute" }}{{ end }}
{{- if and .Values.proxy.https.enabled (ne .Values.proxy.https.type "secret") }}{{ fail "this stand-in knows certificates of a Secret only" }}{{ end }}
{{- end -}}

{{- /* A secret that is not given is another one at each render. The real chart looks up the one that the cluster has. */ -}}
{{- define "jupyterhub.secret" -}}
{{- . | default (randAlphaNum 64) }}
{{- end -}}

{{- /* Rules of the flags, then those of the caller. */ -}}
{{- define "jupyterhub.egress" -}}
{{- $private := list "10.0.0.0/8" "172.16.0.0/12" "192.168.0.0/16" }}
{{- $metadata := printf "%s/32" .root.Values.singleuser.cloudMetadata.ip }}
{{- $allow := .policy.egressAllowRules }}
- ports:
    - { port: 53, protocol: UDP }
    - { port: 53, protocol: TCP }
  to:
    {{- if $allow.dnsPortsCloudMetadataServer }}
    - ipBlock: { cidr: {{ $metadata }} }
    {{- end }}
    {{- if $allow.dnsPortsKubeSystemNamespace }}
    - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
    {{- end }}
    {{- if $allow.dnsPortsPrivateIPs }}
    {{- range $private }}
    - ipBlock: { cidr: {{ . }} }
    {{- end }}
    {{- end }}
{{- if $allow.nonPrivateIPs }}
- to:
    - ipBlock: { cidr: 0.0.0.0/0, except: {{ append $private $metadata | toJson }} }
{{- end }}
{{- if $allow.privateIPs }}
- to:
    {{- range $private }}
    - ipBlock: { cidr: {{ . }} }
    {{- end }}
{{- end }}
{{- if $allow.cloudMetadataServer }}
- to:
    - ipBlock: { cidr: {{ $metadata }} }
{{- end }}
{{- with .policy.egress }}
{{ toYaml . }}
{{- end }}
{{- end -}}
