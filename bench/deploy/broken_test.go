package deploy

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// mistakesAreFound makes mistakes in the files of services that have none: each is told.
func mistakesAreFound(t *testing.T, all []service) {
	for _, row := range []struct{ store, path, old, new string }{
		{"memory", "deploy/kubernetes/deployment.yaml", "containerPort: 8080", "containerport: 8080"},
		{"memory", "deploy/kubernetes/deployment.yaml", "  replicas: 1", "  replica: 1"},
		{"memory", "deploy/kubernetes/deployment.yaml", "memory: 256Mi", "memory: 256Megs"},
		{"memory", "deploy/kubernetes/deployment.yaml", "memory: 256Mi", "memory: 64Mi"},
		{"memory", "deploy/kubernetes/deployment.yaml", "ScheduleAnyway", "ScheduleSometimes"},
		{"memory", "deploy/kubernetes/deployment.yaml", "path: /health/ready", "path: /health/live"},
		{"memory", "deploy/kubernetes/deployment.yaml", "name: admin", "name: adm"},
		{"memory", "deploy/kubernetes/deployment.yaml", "runAsNonRoot: true", "runAsNonRoot: false"},
		{"memory", "deploy/kubernetes/deployment.yaml", "seconds: 3", "seconds: 60"},
		{"memory", "deploy/kubernetes/deployment.yaml", "name: AUTH_ISSUER", "name: AUTH ISSUER"},
		{"memory", "deploy/kubernetes/deployment.yaml", "    metadata:\n      labels:\n        app.kubernetes.io/name: orders", "    metadata:\n      labels:\n        app.kubernetes.io/name: shop"},
		{"memory", "deploy/kubernetes/deployment.yaml", "image: orders:dev", "image: shop:dev"},
		{"memory", "deploy/kubernetes/service.yaml", "targetPort: http", "targetPort: web"},
		{"memory", "deploy/kubernetes/service.yaml", "kind: Service", "kind: Serving"},
		{"memory", "deploy/kubernetes/disruption.yaml", "maxUnavailable", "maxUnavailables"},
		{"memory", "deploy/kubernetes/kustomization.yaml", "service.yaml", "services.yaml"},
		{"memory", "deploy/kubernetes/kustomization.yaml", ", disruption.yaml", ""},
		{"sqlite", "deploy/kubernetes/deployment.yaml", "claimName: orders", "claimName: order"},
		{"sqlite", "deploy/kubernetes/deployment.yaml", "ReadWriteOncePod", "ReadWriteOnes"},
		{"sqlite", "deploy/kubernetes/deployment.yaml", "- name: data\n              mountPath", "- name: date\n              mountPath"},
		{"sqlite", "deploy/kubernetes/deployment.yaml", "type: Recreate", "type: Replace"},
		{"postgres", "deploy/kubernetes/deployment.yaml", "key: database-url", "key: database url"},
		{"postgres", ".github/workflows/ci.yaml", "services:", "service:"},
		{"memory", ".github/workflows/ci.yaml", "runs-on: ubuntu-latest", "runs-on: ubuntu-newest"},
		{"memory", ".github/workflows/ci.yaml", "github.event_name ==", "github.evnt_name =="},
		{"memory", ".github/workflows/ci.yaml", "fetch-depth: 0", "fetch-deep: 0"},
		{"memory", ".github/workflows/ci.yaml", "${{ github.base_ref }}", "${{ github.base_reff }}"},
		{"memory", "Dockerfile", "COPY go.*", "COPYY go.*"},
		{"memory", "Dockerfile", " AS build", " as build"},
		{"memory", "Dockerfile", "--from=build", "--from=built"},
		{"memory", "Dockerfile", "USER 65532:65532", "USER root"},
		{"memory", "Dockerfile", `ENTRYPOINT ["/orders"]`, "ENTRYPOINT /orders"},
		{"memory", ".pre-commit-config.yaml", "require_serial", "serial"},
		{"memory", ".pre-commit-config.yaml", "entry: bylaw lint", "entry: bylow lint"},
		{"memory", ".pre-commit-config.yaml", "files: ^api/", "files: ^apis/"},
	} {
		t.Run(row.path+"/"+row.new, func(t *testing.T) {
			s := ofStore(t, all, row.store)
			path := filepath.Join(s.folder, filepath.FromSlash(row.path))
			text := string(s.read(t, row.path))
			defer os.WriteFile(path, []byte(text), 0o644)
			if !strings.Contains(text, row.old) {
				t.Fatalf("%q isn't in\n%s", row.old, text)
			}
			if err := os.WriteFile(path, []byte(strings.Replace(text, row.old, row.new, 1)), 0o644); err != nil {
				t.Fatal(err)
			}
			for _, check := range checks {
				if strings.HasPrefix(row.path, check.path) && len(check.run(s)) == 0 {
					t.Error("nobody has noticed")
				}
			}
		})
	}
}

func ofStore(t *testing.T, all []service, store string) service {
	for _, s := range all {
		if s.kind == "proto" && s.store == store {
			return s
		}
	}
	t.Fatal("there is no service with " + store)
	return service{}
}
