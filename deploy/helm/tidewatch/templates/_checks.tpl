{{- /* What a schema cannot see. lookup finds nothing under "helm template" and "--dry-run=client": then nothing is refused. */ -}}
{{- define "tidewatch.check" -}}
{{- if and .Values.serving.enabled .Values.serving.url }}
{{- fail "serving.url is of a server elsewhere: set serving.enabled=false with it, or leave it out" }}
{{- end }}
{{- range $key := list "prometheus" "loki" }}
{{- $server := index $.Values $key }}
{{- if and (include "tidewatch.needsSecret" $server) (not $server.secret) }}
{{- fail (printf "%s.secret is missing: %s.auth or %s.ca asks for a Secret" $key $key $key) }}
{{- end }}
{{- end }}
{{- if and .Values.rbac.resize (not (contains "sizes" .Values.catalogue)) }}
{{- fail "rbac.resize is set, but no query tells what pods ask for now: add sizes to include in the value catalogue" }}
{{- end }}
{{- include "tidewatch.checkCluster" . }}
{{- end -}}

{{- define "tidewatch.checkCluster" -}}
{{- $schema := (.Files.Get "crds/predictivescalers.tidewatch.io.yaml" | fromYaml).spec -}}
{{- $found := lookup "apiextensions.k8s.io/v1" "CustomResourceDefinition" "" "predictivescalers.tidewatch.io" -}}
{{- if $found }}
{{- $wanted := (index $schema.versions 0).schema.openAPIV3Schema.properties.spec.properties | keys | sortAlpha | toJson }}
{{- $there := (index $found.spec.versions 0).schema.openAPIV3Schema.properties.spec.properties | keys | sortAlpha | toJson }}
{{- if ne $wanted $there }}
{{- fail "the CRD predictivescalers.tidewatch.io in this cluster is of another version than this chart. Helm never changes a CRD: first\n  kubectl apply --server-side -f CHART/crds" }}
{{- end }}
{{- end }}
{{- range (lookup "apps/v1" "Deployment" .Release.Namespace "").items }}
{{- $labels := default dict .metadata.labels }}
{{- if and (eq (default "" (index $labels "app.kubernetes.io/part-of")) "tidewatch") (eq (default "" (index $labels "app.kubernetes.io/component")) "controller") (ne (default "" (index $labels "app.kubernetes.io/instance")) $.Release.Name) }}
{{- fail (printf "the release %s is in the namespace %s already, and both would wait for one Lease: take a namespace for each" (index $labels "app.kubernetes.io/instance") $.Release.Namespace) }}
{{- end }}
{{- end }}
{{- if not .Values.namespaces }}
{{- range (lookup "rbac.authorization.k8s.io/v1" "ClusterRole" "" "").items }}
{{- $labels := default dict .metadata.labels }}
{{- if and (eq (default "" (index $labels "app.kubernetes.io/part-of")) "tidewatch") (eq (default "" (index $labels "app.kubernetes.io/component")) "controller") }}
{{- $owner := default dict .metadata.annotations }}
{{- $release := default "?" (index $owner "meta.helm.sh/release-name") }}
{{- $place := default "?" (index $owner "meta.helm.sh/release-namespace") }}
{{- if not (and (eq $release $.Release.Name) (eq $place $.Release.Namespace)) }}
{{- fail (printf "the release %s in namespace %s watches the whole cluster already. Two controllers of one workload would fight: set namespaces for both, or uninstall one" $release $place) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- if and (ne .Values.jobs.startedBy "nobody") (include "tidewatch.connected" .) (not (lookup "apiextensions.k8s.io/v1" "CustomResourceDefinition" "" "sparkapplications.sparkoperator.k8s.io")) }}
{{- fail "there is no Spark operator in this cluster (kind SparkApplication): install it first, or set jobs.startedBy=nobody" }}
{{- end }}
{{- if and (or .Values.monitoring.serviceMonitors .Values.monitoring.rules) (include "tidewatch.connected" .) (not (lookup "apiextensions.k8s.io/v1" "CustomResourceDefinition" "" "servicemonitors.monitoring.coreos.com")) }}
{{- fail "there is no Prometheus operator in this cluster (kind ServiceMonitor): install it first, or set monitoring.serviceMonitors=false and monitoring.rules=false" }}
{{- end }}
{{- end -}}

{{- /* Our CRD comes with the chart, so a cluster that can be asked has it. */ -}}
{{- define "tidewatch.connected" -}}
{{- if lookup "apiextensions.k8s.io/v1" "CustomResourceDefinition" "" "predictivescalers.tidewatch.io" }}yes{{ end -}}
{{- end -}}
