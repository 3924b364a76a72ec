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
