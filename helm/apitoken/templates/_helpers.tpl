{{/* Labels of every object. Argument: the root context. */}}
{{- define "apitoken.labels" -}}
app.kubernetes.io/name: apitoken
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: apitoken
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{/* The names by which the API server knows the two ServiceAccounts. */}}
{{- define "apitoken.operatorAccount" -}}
system:serviceaccount:{{ .Release.Namespace }}:apitoken-operator
{{- end -}}
{{- define "apitoken.facadeAccount" -}}
system:serviceaccount:{{ .Release.Namespace }}:apitoken-api
{{- end -}}

{{/* One admission policy or binding, from files/admission. Argument: dict "root" "file". */}}
{{- define "apitoken.admission" -}}
{{- .root.Files.Get .file
  | replace "@RELEASE_NAMESPACE@" .root.Release.Namespace
  | replace "@OPERATOR_ACCOUNT@" (include "apitoken.operatorAccount" .root)
  | replace "@FACADE_ACCOUNT@" (include "apitoken.facadeAccount" .root) }}
{{- end -}}

{{/* What selects the pods of one workload. Argument: dict "root" "component". */}}
{{- define "apitoken.selector" -}}
app.kubernetes.io/name: apitoken
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* Where pods of ours may run, and how the image gets there. Argument: as below. */}}
{{- define "apitoken.placement" -}}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end -}}

{{/* What the pods of both workloads have in common. Argument: dict "root" "component" "values". */}}
{{- define "apitoken.pod" -}}
serviceAccountName: apitoken-{{ .component }}
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  seccompProfile:
    type: RuntimeDefault
{{- include "apitoken.placement" . }}
affinity:
{{- with .values.affinity }}
  {{- toYaml . | nindent 2 }}
{{- else }}
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              {{- include "apitoken.selector" . | nindent 14 }}
          # An upgrade's new pods keep apart from each other, whatever of the old ones is still there. Kubernetes 1.30 drops it here.
          matchLabelKeys: [pod-template-hash]
{{- end }}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "apitoken.selector" . | nindent 8 }}
    matchLabelKeys: [pod-template-hash]
  - maxSkew: 1
    topologyKey: topology.kubernetes.io/zone
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "apitoken.selector" . | nindent 8 }}
    matchLabelKeys: [pod-template-hash]
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: 64Mi
{{- end -}}

{{/* What their containers have in common. Argument: as above. */}}
{{- define "apitoken.container" -}}
image: {{ printf "%s:%s" .root.Values.image.repository (.root.Values.image.tag | default .root.Chart.AppVersion) | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
resources:
  {{- toYaml .values.resources | nindent 2 }}
volumeMounts:
  - name: tmp
    mountPath: /tmp
{{- end -}}

{{/* Settings of both. Argument: the root context. */}}
{{- define "apitoken.env" -}}
- name: APITOKEN_RELEASE_NAMESPACE
  value: {{ .Release.Namespace | quote }}
- name: APITOKEN_NAMESPACES
  value: {{ join "," .Values.namespaces | quote }}
- name: APITOKEN_ALLOW_SERVICE_ACCOUNT_OWNERS
  value: {{ .Values.policy.allowServiceAccountOwners | quote }}
{{- end -}}

{{/* Whether the REST API is served over HTTPS, and the Secret with its certificate. Argument: the root context. */}}
{{- define "apitoken.tls" -}}
{{- if ne .Values.api.tls.mode "disabled" }}true{{ end -}}
{{- end -}}
{{- define "apitoken.tlsSecret" -}}
{{- get (dict "operator" "apitoken-tls" "certManager" "apitoken-tls-cert-manager" "secret" .Values.api.tls.secretName) .Values.api.tls.mode -}}
{{- end -}}

{{/* DNS names and IP addresses of the REST API's certificate, as a JSON array. Argument: the root context. */}}
{{- define "apitoken.certificateNames" -}}
{{- $service := "apitoken-api" }}
{{- $namespaced := printf "%s.%s" $service .Release.Namespace }}
{{- concat (list $service $namespaced (printf "%s.svc" $namespaced) (printf "%s.svc.cluster.local" $namespaced)) .Values.api.tls.names | toJson -}}
{{- end -}}

{{/* Options of the JVM; below some 256 MiB the second counts. Context: the values of a workload. */}}
{{- define "apitoken.heap" -}}
"-XX:MaxRAMPercentage={{ .heapPercentage }}", "-XX:MinRAMPercentage={{ .heapPercentage }}"
{{- end }}
