{{- define "tidewatch.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* Cluster-wide objects of two releases, or of two namespaces, must not meet. */ -}}
{{- define "tidewatch.clusterName" -}}
{{- printf "%s-%s" .Release.Namespace (include "tidewatch.fullname" .) | trunc 55 | trimSuffix "-" -}}
{{- end -}}

{{- define "tidewatch.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "tidewatch.labels" -}}
{{ include "tidewatch.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: tidewatch
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- /* list CONTEXT IMAGE */ -}}
{{- define "tidewatch.image" -}}
{{- $context := index . 0 -}}{{- $image := index . 1 -}}
{{- printf "%s:%s" $image.repository (default $context.Chart.AppVersion $image.tag) -}}
{{- end -}}

{{- define "tidewatch.podSecurity" -}}
runAsNonRoot: true
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "tidewatch.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- define "tidewatch.pullSecrets" -}}
{{- with .Values.images.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "tidewatch.placement" -}}
{{- with .nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end -}}

{{- define "tidewatch.scheme" -}}
{{ ternary "https" "http" (ne .Values.tls.secret "") }}
{{- end -}}

{{- /* list CONTEXT PATH: of a kubelet, which shows no certificate and checks none */ -}}
{{- define "tidewatch.probe" -}}
{{- $context := index . 0 -}}
httpGet: { path: {{ index . 1 }}, port: http{{ if $context.Values.tls.secret }}, scheme: HTTPS{{ end }} }
{{- end -}}

{{- /* Whom our servers let in, as options */ -}}
{{- define "tidewatch.door" -}}
{{- if .Values.auth.secret }}
- --token-file=/etc/tidewatch/auth/token
{{- else if not .Values.tls.mutual }}
# whoever reaches the pod: that is for NetworkPolicies
- --insecure
{{- end }}
{{- if .Values.auth.openMetrics }}
- --open-metrics
{{- end }}
{{- if .Values.tls.secret }}
- --tls-cert=/etc/tidewatch/tls/tls.crt
- --tls-key=/etc/tidewatch/tls/tls.key
{{- if .Values.tls.mutual }}
- --tls-client-ca=/etc/tidewatch/tls/ca.crt
{{- end }}
{{- end }}
{{- end -}}

{{- /* How our servers are called, as environment of who reads the catalogue */ -}}
{{- define "tidewatch.catalogueEnv" -}}
{{- if .Values.auth.secret }}
- { name: TIDEWATCH_CATALOGUE_TOKEN_FILE, value: /etc/tidewatch/auth/token }
{{- end }}
{{- if .Values.tls.secret }}
- { name: TIDEWATCH_CATALOGUE_CA_FILE, value: /etc/tidewatch/tls/ca.crt }
{{- end }}
{{- if .Values.tls.mutual }}
- { name: TIDEWATCH_CATALOGUE_CERT_FILE, value: /etc/tidewatch/tls/tls.crt }
- { name: TIDEWATCH_CATALOGUE_KEY_FILE, value: /etc/tidewatch/tls/tls.key }
{{- end }}
{{- end -}}

{{- define "tidewatch.doorMounts" -}}
{{- if .Values.auth.secret }}
- { name: auth, mountPath: /etc/tidewatch/auth, readOnly: true }
{{- end }}
{{- if .Values.tls.secret }}
- { name: tls, mountPath: /etc/tidewatch/tls, readOnly: true }
{{- end }}
{{- end -}}

{{- define "tidewatch.doorVolumes" -}}
{{- with .Values.auth.secret }}
- { name: auth, secret: { secretName: {{ . }} } }
{{- end }}
{{- with .Values.tls.secret }}
- { name: tls, secret: { secretName: {{ . }} } }
{{- end }}
{{- end -}}

{{- define "tidewatch.catalogueUrl" -}}
{{ include "tidewatch.scheme" . }}://{{ include "tidewatch.fullname" . }}-controller.{{ .Release.Namespace }}.svc:8080/catalogue
{{- end -}}

{{- define "tidewatch.servingUrl" -}}
{{- if .Values.serving.enabled -}}
{{ include "tidewatch.scheme" . }}://{{ include "tidewatch.fullname" . }}-serving.{{ .Release.Namespace }}.svc:5000
{{- else -}}
{{ .Values.serving.url }}
{{- end -}}
{{- end -}}

{{- /* list PREFIX SERVER FOLDER: how a server is called, as options */ -}}
{{- define "tidewatch.access" -}}
{{- $prefix := index . 0 -}}{{- $server := index . 1 -}}{{- $folder := index . 2 -}}
{{- if eq $server.auth "bearer" }}
- {{ printf "--%sbearer-token-file=%s/token" $prefix $folder }}
{{- end }}
{{- if eq $server.auth "basic" }}
- {{ printf "--%suser=%s" $prefix $server.user | quote }}
- {{ printf "--%spassword-file=%s/password" $prefix $folder }}
{{- end }}
{{- if $server.ca }}
- {{ printf "--%sca-file=%s/ca.crt" $prefix $folder }}
{{- end }}
{{- range $name, $value := $server.headers }}
- {{ printf "--%sheader=%s=%s" $prefix $name $value | quote }}
{{- end }}
{{- end -}}

{{- define "tidewatch.needsSecret" -}}
{{- if or (ne .auth "none") .ca }}yes{{ end -}}
{{- end -}}

{{- define "tidewatch.acts" -}}
{{- if has .Values.mode (list "canary" "act") }}yes{{ end -}}
{{- end -}}
